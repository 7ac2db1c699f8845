/*
 * Every table of the store with its columns, to copy it whole: from one
 * database into another (store/transfer.h). A table that a schema step adds
 * has its line here; tests/test_schema.c holds them against the schema.
 *
 *	T(name, as many '?' as columns, columns, kinds: of each i, r, t or b)
 */
#ifndef SKAPA_STORE_TABLES_H
#define SKAPA_STORE_TABLES_H

#define Q1 "?"
#define Q2 Q1 ", ?"
#define Q3 Q2 ", ?"
#define Q4 Q3 ", ?"
#define Q5 Q4 ", ?"
#define Q6 Q5 ", ?"
#define Q7 Q6 ", ?"
#define Q8 Q7 ", ?"
#define Q9 Q8 ", ?"
#define Q10 Q9 ", ?"
#define Q11 Q10 ", ?"

/* clang-format off */
#define STORE_TABLES(T) \
	T(person, Q4, \
		"id, code_index, slot, about", \
		"ibib") \
	T(series, Q8, \
		"id, person, instrument, version, level, steps," \
		" rater, slot", \
		"iitttiti") \
	T(occasion, Q6, \
		"id, series, date, session, locked, about", \
		"iittib") \
	T(layout, Q9, \
		"id, hash, instrument, version, language, level," \
		" steps, json, print", \
		"itttttitb") \
	T(sheet, Q11, \
		"id, person, occasion, slot, layout, pages, rater," \
		" wording, session, issued, filed", \
		"iiiiiittttt") \
	T(scan, Q4, \
		"id, slot, sha256, kept", \
		"iitt") \
	T(page, Q6, \
		"id, sheet, number, token, line, reading", \
		"iiibti") \
	T(reading, Q10, \
		"id, scan, source_page, page, status, reason," \
		" read_on, scale, rotation_deg, residual_mm", \
		"iiiitttrrr") \
	T(map, Q9, \
		"reading, a, b, c, d, e, f, g, h", \
		"irrrrrrrr") \
	T(answer, Q11, \
		"id, reading, occasion, position, item, top, waits," \
		" machine, human, aside, against", \
		"iiiitiibbii") \
	T(put, Q2, \
		"occasion, once", \
		"it") \
	T(conflict, Q4, \
		"id, page, reading, decided", \
		"iiit") \
	T(writing, Q6, \
		"id, reading, item, ink_mm2, machine, human", \
		"iitrbb") \
	T(review, Q5, \
		"id, answer, conflict, writing, reading", \
		"iiiii") \
	T(decision, Q8, \
		"id, review, action, said, reading, who, day," \
		" undone", \
		"iitbitti") \
	T(session, Q5, \
		"id, name, date, instrument, cover", \
		"ittti") \
	T(seat, Q9, \
		"id, session, number, person, language, level," \
		" steps, sheet, caseworker", \
		"iiiittiii") \
	T(secret, Q2, \
		"name, wrapped", \
		"tb") \
	T(note, Q6, \
		"id, person, occasion, kind, day, about", \
		"iiittb") \
	T(activity, Q5, \
		"id, person, first_day, last_day, about", \
		"iittb") \
	T(chain, Q9, \
		"n, at, actor, role, action, refused, object, id," \
		" hash", \
		"iitttitib") \
	T(account, Q8, \
		"id, name, role, unit, hash, disabled, failed," \
		" waits_until", \
		"ittttiii") \
	T(forgotten, Q9, \
		"id, person, day, occasions, answers, pages, scans," \
		" others, done", \
		"iitiiiiii") \
	T(visit, Q11, \
		"id, token, person, occasion, language, level," \
		" steps, text_size, dark, answered, seen", \
		"ibiittiiiii") \
	T(device, Q9, \
		"id, token, code, place, language, px_m, asked," \
		" paired, seen", \
		"ibtttiiii") \
	T(shown_table, Q4, \
		"id, topic, number, name", \
		"itit") \
	T(shown, Q3, \
		"person, topic, about", \
		"itb") \
	T(pilot, Q2, \
		"instrument, until", \
		"tt") \
	T(remark, Q6, \
		"id, session, kind, day, settled, about", \
		"iittib") \
	T(room, Q4, \
		"session, boot, done, state", \
		"iiit") \
	T(retention, Q2, \
		"instrument, months", \
		"ti") \
	T(weeding, Q6, \
		"id, proposed, proposer, stacks, approved, approver", \
		"ittitt") \
	T(weeded, Q11, \
		"id, weeding, person, instrument, last_day, state," \
		" occasions, answers, pages, scans, others", \
		"iiitttiiiii")
/* clang-format on */

#endif
