# Every statistic of the organisation's report, worked out again by R from the
# export. Called by tests/statistics.sh with a folder: answers.csv (the plain
# export of one series), counts.csv and figures.csv (what the report says of it).
folder <- commandArgs(TRUE)[1]
steps <- as.integer(commandArgs(TRUE)[2])
read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
answers <- read("answers.csv")
counts <- read("counts.csv")
figures <- read("figures.csv")
checked <- 0
wrong <- character()
same <- function(what, got, want, tolerance = 1e-6) {
	checked <<- checked + 1
	if (length(want) != 1 || is.na(want) || abs(got - want) > tolerance)
		wrong <<- c(wrong, sprintf("%s: the report has %s, R %s", what,
			format(got), paste(format(want), collapse = " ")))
}

people <- unique(answers$person)
rated <- answers[answers$rating > 0, ]
times <- sapply(people, function(p) sum(rated$person == p))
items <- sub("_missing$", "", grep("_missing$", names(answers), value = TRUE))
beside <- c(declined = "declined", not_understood = "not_understood")

# counts: kind, item, rating, cell, count
flow <- pmin(times, 4)
first <- rated[rated$rating == 1, ]
latest <- do.call(rbind, lapply(split(rated, rated$person), function(r)
	r[which.max(r$rating), ]))
latest <- latest[latest$rating > 1, ]
before <- first[match(latest$person, first$person), ]
change <- function(item) {
	d <- latest[[item]] - before[[item]]
	c(up = sum(d > 0, na.rm = TRUE), same = sum(d == 0, na.rm = TRUE),
		down = sum(d < 0, na.rm = TRUE), missing = sum(is.na(d)))
}
for (i in seq_len(nrow(counts))) {
	r <- counts[i, ]
	what <- paste(r$kind, r$item, r$rating, r$cell)
	at <- rated[rated$rating == r$rating, ]
	if (r$kind == "flow") {
		same(what, r$count, sum(flow == as.integer(sub("\\+", "", r$cell))))
	} else if (r$kind == "item" && grepl("^[0-9]+$", r$cell)) {
		same(what, r$count, sum(at[[r$item]] == as.integer(r$cell), na.rm = TRUE))
	} else if (r$kind == "item" && r$cell %in% names(beside)) {
		same(what, r$count, sum(at[[paste0(r$item, "_missing")]] == r$cell))
	} else if (r$kind == "item") {
		same(what, r$count, sum(!at[[paste0(r$item, "_missing")]] %in% c("", names(beside))))
	} else if (r$kind == "change") {
		same(what, r$count, change(r$item)[[r$cell]])
	} else if (r$kind == "closing") {
		closed <- people %in% rated$person[rated$kind == "closing"]
		same(what, r$count, sum(closed == (r$cell == "yes")))
	} else if (r$kind == "alike") {
		ladders <- items[sapply(items, function(x) max(answers[[x]], na.rm = TRUE)) <= steps & items != "wage"]
		n <- rowSums(!is.na(at[ladders]))
		spread <- apply(at[ladders], 1, function(x) length(unique(x[!is.na(x)])))
		got <- ifelse(n >= 5 & spread == 1, "alike", "not_alike")
		same(what, r$count, sum(got == r$cell))
	}
}

# figures: kind, item, rating, name, value
wilson <- function(k, n) c(k / n, prop.test(k, n, correct = FALSE)$conf.int)
for (i in seq_len(nrow(figures))) {
	r <- figures[i, ]
	what <- paste(r$kind, r$item, r$rating, r$name)
	if (r$kind == "item") {
		x <- rated[rated$rating == r$rating, r$item]
		x <- x[!is.na(x)]
		top <- if (r$item == "wage") 6 else steps
		same(what, r$value, switch(r$name, median = median(x),
			mean = mean(x), sd = sd(x),
			ceiling = as.numeric(mean(x == top) > 0.15),
			floor = as.numeric(mean(x == 1) > 0.15)))
	} else if (r$kind == "change") {
		c <- change(r$item)
		n <- sum(c[c("up", "same", "down")])
		part <- sub(".*_", "", r$name)
		of <- sub("_(share|low|high)$", "", r$name)
		range <- if (of == "up_bounds")
			c(c[["up"]], c[["up"]], c[["up"]] + length(people) - n) / length(people)
		else suppressWarnings(wilson(c[[of]], n))
		same(what, r$value, range[match(part, c("share", "low", "high"))])
	}
}
cat(sprintf("%d steps: %d people, %d ratings, %d figures against R %s.%s: %d wrong\n",
	steps, length(people), nrow(rated), checked, R.version$major,
	R.version$minor, length(wrong)))
if (length(wrong) > 0) {
	writeLines(head(wrong, 20))
	quit(status = 1)
}
