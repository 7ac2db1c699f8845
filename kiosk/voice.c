#include "kiosk/voice.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/*
 * By ear and by espeak-ng's own notes. It has voices for Kurdish, Thai and
 * more that nobody would want to listen to, and none for Somali, Tigrinya,
 * Dari, Pashto and Sorani.
 */
static const struct {
	const char *language, *voice;
} voices[] = {
	{"ar", "ar"},
	{"en", "en-gb"},
	{"es", "es"},
	{"fa", "fa"},
	{"ru", "ru"},
	{"sv", "sv"},
	{"sv-simple", "sv"},
	{"tr", "tr"},
	{"uk", "uk"},
};

const char *
voice_of(const char *language)
{
	size_t i;

	for (i = 0; i < sizeof(voices) / sizeof(*voices); i++)
		if (strcmp(voices[i].language, language) == 0)
			return voices[i].voice;
	return NULL;
}

/* Its input and output are these; what it remarks goes nowhere. */
static bool
start(char *const argv[], int in, int out, pid_t *pid, struct err *err)
{
	posix_spawn_file_actions_t actions;
	int failed;

	posix_spawn_file_actions_init(&actions);
	failed = posix_spawn_file_actions_adddup2(&actions, in, 0);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&actions, out, 1);
	if (failed == 0)
		failed = posix_spawn_file_actions_addopen(
			&actions, 2, "/dev/null", O_WRONLY, 0);
	if (failed == 0)
		failed = posix_spawnp(
			pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (failed == 0)
		return true;
	errno = failed;
	return err_errno(err,
		"%s cannot be started; install espeak-ng and opus-tools",
		argv[0]);
}

static bool
wait_for(pid_t pid, const char *name, struct err *err)
{
	int status = 0;

	if (pid == 0)
		return true;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	       err_set(err, ERR_LIBRARY, "%s did not do its part", name);
}

static bool
read_all(int from, struct str *out, struct err *err)
{
	char bytes[4096];
	ssize_t n;

	for (;;) {
		n = read(from, bytes, sizeof(bytes));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "a voice");
		if (n == 0)
			return str_ok(out, err);
		str_add_bytes(out, bytes, (size_t)n);
	}
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool
voice_say(const char *voice, const char *text, struct str *out, struct err *err)
{
	char speak[] = "espeak-ng", v[] = "-v", s[] = "-s", speed[] = "140",
	     from[] = "--stdin", to[] = "--stdout";
	char encode[] = "opusenc", quiet[] = "--quiet", rate[] = "--bitrate",
	     kbit[] = "24", serial[] = "--serial", one[] = "1", dash[] = "-";
	char *copy = strdup(voice);
	char *speaker[] = {speak, v, copy, s, speed, from, to, NULL};
	char *encoder[] = {
		encode, quiet, rate, kbit, serial, one, dash, dash, NULL};
	int words[2] = {-1, -1}, sound[2] = {-1, -1}, file[2] = {-1, -1};
	pid_t speaks = 0, encodes = 0;
	bool ok = false;

	if (copy == NULL || pipe2(words, O_CLOEXEC) != 0 ||
		pipe2(sound, O_CLOEXEC) != 0 || pipe2(file, O_CLOEXEC) != 0) {
		err_errno(err, "a voice");
		goto out;
	}
	/* A text of a screen fits into a pipe, so nobody waits for anybody. */
	ok = start(speaker, words[0], sound[1], &speaks, err) &&
	     start(encoder, sound[0], file[1], &encodes, err);
	if (ok && write(words[1], text, strlen(text)) != (ssize_t)strlen(text))
		ok = err_errno(err, "a voice");
	shut(&words[1]);
	shut(&sound[0]);
	shut(&sound[1]);
	shut(&file[1]);
	ok = ok && read_all(file[0], out, err);
out:
	shut(&words[0]);
	shut(&words[1]);
	shut(&sound[0]);
	shut(&sound[1]);
	shut(&file[0]);
	shut(&file[1]);
	ok = wait_for(speaks, speak, ok ? err : NULL) && ok;
	ok = wait_for(encodes, encode, ok ? err : NULL) && ok;
	free(copy);
	return ok;
}
