#include "kiosk/room_papers.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS 4
#define PATH 256
#define PDF_MOST ((size_t)64 << 20)
#define SENTENCE 2048 /* of what the command says */

extern char **environ;

struct job {
	int64_t session; /* 0: free */
	pid_t pid;	 /* 0: it has ended */
	bool is_fine;
	char folder[32]; /* with pack.pdf and said */
};

struct papers {
	char program[PATH], templates[PATH], store[PATH];
	struct job jobs[JOBS];
};

struct papers *
papers_new(const char *folder, const char *templates, const char *store)
{
	struct papers *papers = calloc(1, sizeof(*papers));
	char program[PATH];

	if (papers == NULL)
		return NULL;
	snprintf(program, sizeof(program), "%.200s/skapa-forms", folder);
	if (str_copy(papers->program, PATH, program) &&
		str_copy(papers->templates, PATH, templates) &&
		str_copy(papers->store, PATH, store))
		return papers;
	free(papers);
	return NULL;
}

static void
place(const struct job *job, const char *name, char path[PATH])
{
	snprintf(path, PATH, "%s/%s", job->folder, name);
}

static void
forget(struct job *job)
{
	char path[PATH];

	place(job, "pack.pdf", path);
	unlink(path);
	place(job, "said", path);
	unlink(path);
	rmdir(job->folder);
	*job = (struct job){0};
}

void
papers_free(struct papers *papers)
{
	size_t i;

	for (i = 0; papers != NULL && i < JOBS; i++) {
		struct job *job = &papers->jobs[i];

		if (job->pid != 0) {
			kill(job->pid, SIGKILL);
			waitpid(job->pid, NULL, 0);
		}
		if (job->session != 0)
			forget(job);
	}
	free(papers);
}

static struct job *
job_of(struct papers *papers, int64_t session)
{
	size_t i;

	for (i = 0; i < JOBS; i++) {
		if (papers->jobs[i].session == session)
			return &papers->jobs[i];
	}
	return NULL;
}

static bool
run(const struct papers *papers, struct job *job, const char *name,
	const char *parts, struct err *err)
{
	char pack[] = "pack", s[] = "--session", o[] = "--output",
	     t[] = "--templates", st[] = "--store", only[] = "--only";
	char program[PATH], templates[PATH], store[PATH], session[PATH];
	char part[PATH] = "", pdf[PATH], said[PATH];
	char *argv[] = {program, pack, s, session, o, pdf, t, templates, st,
		store, parts != NULL ? only : NULL, part, NULL};
	posix_spawn_file_actions_t actions;
	int failed;

	memcpy(program, papers->program, PATH);
	memcpy(templates, papers->templates, PATH);
	memcpy(store, papers->store, PATH);
	snprintf(session, sizeof(session), "%s", name);
	snprintf(part, sizeof(part), "%s", parts != NULL ? parts : "");
	place(job, "pack.pdf", pdf);
	place(job, "said", said);
	posix_spawn_file_actions_init(&actions);
	failed = posix_spawn_file_actions_addopen(
		&actions, 2, said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (failed == 0)
		failed = posix_spawn_file_actions_adddup2(&actions, 2, 1);
	if (failed == 0)
		failed = posix_spawn(
			&job->pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (failed == 0)
		return true;
	job->pid = 0;
	errno = failed;
	return err_errno(err, "%s cannot be started", program);
}

bool
papers_start(struct papers *papers, int64_t session, const char *name,
	const char *parts, struct err *err)
{
	struct job *job = job_of(papers, session);

	if (job != NULL && job->pid != 0)
		return true;
	if (job != NULL)
		forget(job);
	job = job_of(papers, 0);
	if (job == NULL)
		return err_set(err, ERR_LIMIT,
			"the papers of %d meetings wait to be fetched; fetch "
			"one of them first",
			JOBS);
	strcpy(job->folder, "/tmp/skapa-papers-XXXXXX");
	if (mkdtemp(job->folder) == NULL)
		return err_errno(err, "%s", job->folder);
	job->session = session;
	if (run(papers, job, name, parts, err))
		return true;
	forget(job);
	return false;
}

enum papers_state
papers_state(struct papers *papers, int64_t session)
{
	struct job *job = job_of(papers, session);
	int status;

	if (session == 0 || job == NULL)
		return PAPERS_NONE;
	if (job->pid != 0 && waitpid(job->pid, &status, WNOHANG) == job->pid) {
		job->pid = 0;
		job->is_fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return job->pid != 0  ? PAPERS_RUN
	       : job->is_fine ? PAPERS_READY
			      : PAPERS_FAILED;
}

bool
papers_take(struct papers *papers, int64_t session, struct str *out,
	struct err *err)
{
	struct job *job = job_of(papers, session);
	struct bytes bytes = {0};
	char path[PATH];
	bool ok;

	place(job, job->is_fine ? "pack.pdf" : "said", path);
	ok = file_read(path, PDF_MOST, &bytes, err);
	if (ok)
		str_add_bytes(out, (const char *)bytes.at,
			job->is_fine || bytes.len < SENTENCE ? bytes.len
							     : SENTENCE);
	bytes_free(&bytes);
	forget(job);
	return ok;
}
