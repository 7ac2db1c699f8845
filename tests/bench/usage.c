/*
 * usage OUTFILE COMMAND ...: runs it and writes "CPU WALL KIB" to OUTFILE: the
 * seconds of processor and wall time that it and its children took, and the
 * most memory that any one of them held. The command's status is ours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage used;
	FILE *out;
	pid_t pid;
	int status;

	if (argc < 3) {
		fputs("usage: usage OUTFILE COMMAND ...\n", stderr);
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &to);
	out = fopen(argv[1], "w");
	if (out == NULL)
		return 1;
	fprintf(out, "%.3f %.3f %ld\n",
		seconds(used.ru_utime) + seconds(used.ru_stime),
		(double)(to.tv_sec - from.tv_sec) +
			(double)(to.tv_nsec - from.tv_nsec) / 1e9,
		used.ru_maxrss);
	fclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
