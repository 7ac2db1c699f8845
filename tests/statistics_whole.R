# Every figure of the organisation's report, worked out again by R from all that
# is counted. Called by tests/statistics.sh with a folder: visits.csv and
# answers.csv (tests/bench/beside.c), counts.csv and figures.csv (what a report
# says). A kind of table that is not known here is wrong.
options(warn = 1)
folder <- commandArgs(TRUE)[1]
baseline <- commandArgs(TRUE)[2]
retest <- as.numeric(commandArgs(TRUE)[3])
until <- as.Date(commandArgs(TRUE)[4])
read <- function(name) read.csv(file.path(folder, name),
	stringsAsFactors = FALSE, na.strings = character())
visits <- read("visits.csv")
answers <- read("answers.csv")
counts <- read("counts.csv")
figures <- read("figures.csv")
visits$date <- as.Date(visits$date)
visits <- visits[visits$date <= until, ]
answers$number <- ifelse(answers$status == "answered", answers$value, NA)
checked <- list()
wrong <- character()
same <- function(kind, what, got, want, tolerance = 1e-6) {
	checked[[kind]] <<- c(checked[[kind]], 1)
	if (length(want) != 1 || is.na(want) || is.na(got) ||
		abs(got - want) > tolerance)
		wrong <<- c(wrong, sprintf("%s: the report has %s, R %s", what,
			format(got), paste(format(want), collapse = " ")))
}
wilson <- function(k, n)
	suppressWarnings(c(k / n, prop.test(k, n, correct = FALSE)$conf.int))
# Newcombe (1998), number 10, from two of R's own intervals.
newcombe <- function(k1, n1, k2, n2) {
	a <- wilson(k1, n1)
	b <- wilson(k2, n2)
	d <- a[1] - b[1]
	c(d, d - sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2),
		d + sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2))
}
kappa2 <- function(table) {
	p <- table / sum(table)
	apart <- outer(seq_len(nrow(p)), seq_len(ncol(p)), "-")^2
	1 - sum(apart * p) / sum(apart * outer(rowSums(p), colSums(p)))
}
spoken <- c(sv = "swedish", "sv-simple" = "swedish", ar = "arabic",
	so = "somali", ti = "tigrinya", fa = "persian_pashto",
	prs = "persian_pashto", ps = "persian_pashto", ckb = "kurdish",
	kmr = "kurdish", uk = "ukrainian_russian", ru = "ukrainian_russian")
believed <- c(manage_job = "job_belief", job_idea = "purposeful")

# One series: everybody who was offered it, as columns of one value a person.
make <- function(key) {
	part <- strsplit(key, " ")[[1]]
	is_own <- part[5] == "self"
	v <- visits[visits$instrument == part[1] & visits$version == part[2] &
		visits$level == part[3] & visits$steps == as.integer(part[4]) &
		visits$rater == part[5] & visits$kind != "drop_in" &
		(is_own | visits$horizon == as.integer(part[6])), ]
	n_answers <- table(factor(answers$visit, v$visit))
	v <- v[order(v$person, v$date), ]
	v$is_rating <- v$held == "held" & n_answers[as.character(v$visit)] > 0
	s <- list(key = key, instrument = part[1], version = part[2],
		steps = as.integer(part[4]), visits = v,
		people = unique(v$person))
	r <- v[v$is_rating, ]
	r$rating <- ave(r$visit, r$person, FUN = seq_along)
	s$ratings <- r
	s$n <- as.vector(table(factor(r$person, s$people)))
	s$first <- r$visit[match(s$people, r$person)]
	last <- r[!duplicated(r$person, fromLast = TRUE), ]
	s$latest <- last$visit[match(s$people, last$person)]
	# How it was then: the last time that was asked.
	t <- visits[visits$kind == "then" & visits$instrument == part[1] &
		visits$version == part[2] & visits$steps == s$steps &
		visits$visit %in% answers$visit & is_own, ]
	t <- t[order(t$person, t$date), ]
	t <- t[!duplicated(t$person, fromLast = TRUE), ]
	s$then <- t$visit[match(s$people, t$person)]
	about <- v[match(s$people, v$person), ]
	s$ways <- list(
		sex = ifelse(about$sex %in% c("woman", "man"), about$sex,
			"other_or_not_said"),
		language = ifelse(about$language == "", "not_said",
			ifelse(about$language %in% names(spoken),
				spoken[about$language], "other")),
		mode = ifelse(is.na(s$first), "not_said",
			r$mode[match(s$first, r$visit)]),
		help = ifelse(is.na(s$first), "not_said",
			r$help[match(s$first, r$visit)]))
	s$state <- about$state
	# By item, to look an answer up by its visit.
	s$by <- split(answers, answers$item)
	s
}
value <- function(s, item, visit) {
	a <- s$by[[item]]
	a$number[match(visit, a$visit)]
}
status <- function(s, item, visit) {
	a <- s$by[[item]]
	x <- a$status[match(visit, a$visit)]
	ifelse(is.na(x), "missing", x)
}
top_of <- function(s, item)
	max(s$by[[item]]$top[s$by[[item]]$visit %in% s$visits$visit])
at_rating <- function(s, rating) s$ratings$visit[s$ratings$rating == rating]
of_first <- function(s, is_so) {
	hit <- tapply(is_so, factor(s$ratings$person, s$people), any)
	ifelse(is.na(hit), FALSE, hit)
}
has <- function(s, is_so) of_first(s, s$ratings$visit %in%
	answers$visit[is_so])
steps <- function(s, item, visit) {
	x <- value(s, item, visit)
	x[!is.na(x)]
}
before <- function(s) switch(baseline, first = s$first,
	second = s$ratings$visit[match(paste(s$people, 2),
		paste(s$ratings$person, s$ratings$rating))], then = s$then)
# The step of everybody in a table of change; NA: one of the two is missing.
change <- function(s, item) {
	d <- value(s, item, s$latest) - value(s, item, before(s))
	if (baseline == "then") {
		d[s$n < 2] <- NA
		d[!is.na(s$then)]
	} else {
		d[s$n > c(first = 1, second = 2)[[baseline]]]
	}
}
is_counted <- function(s)
	if (baseline == "then") !is.na(s$then) else
		s$n > c(first = 1, second = 2)[[baseline]]
shift <- function(s, item)
	(value(s, item, s$then) - value(s, item, s$first))[!is.na(s$then)]
noise <- function(s, item) {
	from <- if (baseline == "then") s$then else
		at_rating(s, c(first = 1, second = 2)[[baseline]])
	qnorm(0.975) * sqrt(2) * sd(steps(s, item, from)) * sqrt(1 - retest)
}
ways <- function(d, noise = 0) c(
	up = sum(d > noise, na.rm = TRUE), down = sum(d < -noise, na.rm = TRUE),
	same = sum(abs(d) <= noise, na.rm = TRUE), missing = sum(is.na(d)))
# NA stays NA: also of an answer in the middle of the ladder.
thirds <- function(x, top) sign(2 * x - (top + 1)) + 2
belief <- function(s, item) {
	own <- thirds(value(s, item, s$latest), top_of(s, item))
	v <- visits[visits$instrument == "skapa-caseworker" &
		visits$horizon %in% c(0, 12) & visits$visit %in% answers$visit, ]
	v <- v[order(v$person, v$date), ]
	v <- v[!duplicated(v$person, fromLast = TRUE), ]
	theirs <- v$visit[match(s$people, v$person)]
	a <- s$by[[believed[[item]]]]
	theirs <- thirds(value(s, believed[[item]], theirs),
		a$top[match(theirs, a$visit)])
	table(factor(own, 1:3), factor(theirs, 1:3))
}
third <- c(low = 1, middle = 2, high = 3)
yes <- function(is_so, cell) sum(is_so == (cell == "yes"))
parts_of <- function(s, r) switch(r$kind,
	change = ways(change(s, r$item)), shift = ways(shift(s, r$item)),
	reliable = ways(change(s, r$item), noise(s, r$item)))

count <- function(s, r) {
	a <- answers
	if (r$split != "") {
		way <- s$ways[[r$split]] == r$way
		if (r$kind == "flow")
			return(sum((s$n >= 2)[way] == (r$cell == "2_or_more")))
		d <- change(s, r$item)[way[is_counted(s)]]
		d <- d[!is.na(d)]
		return(sum((d > 0) == (r$cell == "up")))
	}
	switch(r$kind,
	flow = sum(pmin(s$n, 4) == as.integer(sub("\\+", "", r$cell))),
	closing = yes(of_first(s, s$ratings$kind == "closing"), r$cell),
	handover = yes(tapply(s$visits$other, factor(s$visits$person, s$people),
		max) == 1, r$cell),
	reason = {
		v <- s$visits[s$visits$held %in% c("declined", "talk_only"), ]
		why <- v$reason[match(s$people, v$person)]
		sum(ifelse(is.na(why), "always_rated", ifelse(why == "",
			"not_said", why)) == r$cell)
	},
	overdue = {
		closed <- of_first(s, s$ratings$kind == "closing")
		last <- tapply(as.numeric(s$visits$date), factor(
			s$visits$person, s$people), max)
		yes(s$state == "active" & !closed &
			as.numeric(until) - last > 105, r$cell)
	},
	unreadable = yes(has(s, a$status == "unreadable"), r$cell),
	waiting = yes(has(s, a$status == "review"), r$cell),
	decided = yes(has(s, a$decided == 1), r$cell),
	two_marks = yes(has(s, a$reason == "two_marks"), r$cell),
	unreviewed_wording = yes(of_first(s,
		s$ratings$wording %in% c("", "draft")), r$cell),
	asked_then = yes(!is.na(s$then), r$cell),
	alike = {
		at <- at_rating(s, r$rating)
		x <- answers[answers$visit %in% at & answers$top == s$steps &
			!is.na(answers$number), ]
		by <- split(x$number, factor(x$visit, at))
		is_so <- sapply(by, function(y) length(y) >= 5 &&
			length(unique(y)) == 1)
		sum(is_so == (r$cell == "alike"))
	},
	item = , then = {
		at <- if (r$kind == "then") s$then[!is.na(s$then)] else
			at_rating(s, r$rating)
		x <- value(s, r$item, at)
		said <- status(s, r$item, at)
		if (grepl("^[0-9]+$", r$cell))
			sum(x == as.integer(r$cell), na.rm = TRUE)
		else if (r$cell == "missing")
			sum(!said %in% c("answered", "declined",
				"not_understood"))
		else
			sum(said == r$cell)
	},
	shift = , change = , reliable = parts_of(s, r)[[r$cell]],
	belief = {
		b <- belief(s, r$item)
		word <- strsplit(r$cell, "_")[[1]]
		if (r$cell == "missing") length(s$people) - sum(b) else
			b[third[[word[2]]], third[[word[4]]]]
	},
	NA)
}
figure <- function(s, r) {
	place <- match(sub(".*_", "", r$name), c("share", "low", "high"))
	of <- sub("_(share|low|high)$", "", r$name)
	if (r$name == "median_days") {
		two <- s$ratings[s$ratings$rating == 2, ]
		return(median(as.numeric(two$date - s$ratings$date[match(
			two$person, s$ratings$person)])))
	}
	if (r$kind == "closer") {
		x <- steps(s, "closer", at_rating(s, 1))
		return(if (r$name == "yes") sum(x == 1) else
			if (r$name == "of") length(x) else
			wilson(sum(x == 1), length(x))[place])
	}
	if (r$name == "kappa")
		return(kappa2(belief(s, r$item)))
	if (r$name == "least_steps")
		return(noise(s, r$item))
	if (of == "woman_less_man") {
		d <- change(s, r$item)
		sex <- s$ways$sex[is_counted(s)][!is.na(d)]
		up <- d[!is.na(d)] > 0
		return(newcombe(sum(up[sex == "woman"]), sum(sex == "woman"),
			sum(up[sex == "man"]), sum(sex == "man"))[place])
	}
	if (r$kind %in% c("item", "then")) {
		x <- steps(s, r$item, if (r$kind == "then")
			s$then[!is.na(s$then)] else at_rating(s, r$rating))
		top <- top_of(s, r$item)
		return(switch(r$name, median = median(x), mean = mean(x),
			sd = sd(x), ceiling = as.numeric(mean(x == top) > 0.15),
			floor = as.numeric(mean(x == 1) > 0.15), NA))
	}
	if (!of %in% c("up", "same", "down", "up_bounds"))
		return(NA)
	w <- parts_of(s, r)
	n <- sum(w[c("up", "same", "down")])
	all <- length(s$people)
	if (of == "up_bounds")
		c(w[["up"]], w[["up"]], w[["up"]] + all - n)[place] / all
	else
		wilson(w[[of]], n)[place]
}
for (key in unique(c(counts$series, figures$series))) {
	s <- make(key)
	mine <- counts[counts$series == key, ]
	for (i in seq_len(nrow(mine))) {
		r <- mine[i, ]
		same(if (r$split == "") r$kind else paste(r$kind, "by", r$split),
			paste(key, r$kind, r$split, r$way, r$item, r$rating, r$cell),
			r$count, count(s, r))
	}
	mine <- figures[figures$series == key, ]
	for (i in seq_len(nrow(mine))) {
		r <- mine[i, ]
		same(paste(r$kind, sub("_(share|low|high)$", "", r$name)),
			paste(key, r$kind, r$item, r$rating, r$name), r$value,
			figure(s, r))
	}
}
cat(sprintf("baseline %s: %d people in %d series, %d figures against R %s.%s: %d wrong\n",
	baseline, length(unique(visits$person)), length(unique(counts$series)),
	length(unlist(checked)), R.version$major, R.version$minor, length(wrong)))
for (kind in names(checked))
	cat(sprintf("  %s %d", kind, length(checked[[kind]])))
cat("\n")
if (length(wrong) > 0) {
	writeLines(head(wrong, 20))
	quit(status = 1)
}
