#include "tests/role_calls.h"
#include "tests/role_accounts.h"
#include "tests/role_counts.h"
#include "tests/role_visits.h"
#include "tests/role_weeding.h"

#include "core/file.h"
#include "store/accounts.h"
#include "store/backup.h"
#include "store/activities.h"
#include "store/chain.h"
#include "store/days.h"
#include "store/due.h"
#include "store/forget.h"
#include "store/notes.h"
#include "store/occasions.h"
#include "store/papers.h"
#include "store/rekey.h"
#include "store/remarks.h"
#include "store/retention.h"
#include "store/review.h"
#include "store/weeding.h"
#include "store/rooms.h"
#include "store/shown.h"
#include "store/unclear.h"
#include "store/counted.h"
#include "store/schedule.h"

static void
saw(struct call *call, const char *person)
{
	int i;

	for (i = OWN; i < WHOSE; i++)
		call->shown[i] +=
			strcmp(person, call->world->things[i].person) == 0;
}

/* Rows of lists: whose they are is counted, or nothing. */
#define SEES(name, type, what)                                                 \
	static bool name(const struct type *row, void *data, struct err *err)  \
	{                                                                      \
		(void)err;                                                     \
		(void)data;                                                    \
		(void)row;                                                     \
		what;                                                          \
		return true;                                                   \
	}
SEES(see_answer, store_answer, saw(data, row->person))
SEES(see_conflict, store_conflict, saw(data, row->person))
SEES(see_review, store_review, saw(data, row->person))
SEES(see_occasion, store_occasion, saw(data, row->person))
SEES(see_note, store_note, saw(data, row->person))
SEES(see_activity, store_activity, saw(data, row->person))
SEES(see_overdue, store_overdue, saw(data, row->person))
SEES(see_weeded, store_weeded, saw(data, row->person))
SEES(see_due, store_due, (void)0)
SEES(see_day, store_day, (void)0)
SEES(see_decision, store_decision, (void)0)
SEES(see_event, store_event, (void)0)
SEES(see_room, store_room, (void)0)
SEES(see_session, store_session_row, (void)0)
SEES(see_remark, store_remark, (void)0)
SEES(see_unclear, store_unclear, (void)0)
SEES(see_paper, store_paper, (void)0)
SEES(see_receipt, store_receipt, (void)0)
SEES(see_rule, store_rule, (void)0)

static bool
see_person(const struct store_person *person, void *data, struct err *err)
{
	(void)err;
	saw(data, person->code);
	return true;
}

static void
see_finding(const char *sentence, void *data)
{
	(void)sentence;
	(void)data;
}

static bool
add_people(struct call *call, struct err *err)
{
	char codes[2][PERSON_CODE];

	return store_people_add(call->store, 2, "ar", NULL, codes, err);
}

static bool
list_people(struct call *call, struct err *err)
{
	return store_people_list(call->store, see_person, call, err);
}

static bool
get_person(struct call *call, struct err *err)
{
	struct store_person person;
	bool found;

	return store_person_get(
		call->store, call->thing->person, &person, &found, err);
}

static bool
set_person(struct call *call, struct err *err)
{
	struct store_person person = {.language = "so"};

	memcpy(person.code, call->thing->person, PERSON_CODE);
	return store_person_set(call->store, &person, err);
}

static bool
page_by_token(struct call *call, struct err *err)
{
	struct store_page page;
	bool found;

	return store_page_by_token(call->store,
		call->thing->pages[0].code.token, &page, &found, err);
}

static bool
page_by_line(struct call *call, struct err *err)
{
	struct store_page page;
	bool found;

	return store_page_by_line(
		call->store, call->thing->pages[0].line, &page, &found, err);
}

static bool
sheet_pages(struct call *call, struct err *err)
{
	struct store_page pages[LAYOUT_PAGES];
	size_t n;

	return store_sheet_pages(
		call->store, call->thing->pages[0].sheet, pages, &n, err);
}

static bool
get_session(struct call *call, struct err *err)
{
	struct store_session session;
	bool found;

	return store_session_get(call->store, "Group 4", &session, &found, err);
}

static bool
due_session(struct call *call, struct err *err)
{
	return store_due_session(call->store, NULL, see_due, NULL, err);
}

static bool
count_days(struct call *call, struct err *err)
{
	return store_days(call->store, DATE, see_day, NULL, err);
}

static bool
due_sheet(struct call *call, struct err *err)
{
	return store_due_sheet(
		call->store, call->thing->pages[0].sheet, see_due, NULL, err);
}

static bool
put_new_layout(struct call *call, struct err *err)
{
	struct layout layout;
	uint16_t id;
	bool ok;

	make_layout(&layout, "ti");
	ok = store_layout_put(call->store, &layout, PDF, strlen(PDF), &id, err);
	layout_finish(&layout);
	return ok;
}

static bool
issue_sheet(struct call *call, struct err *err)
{
	struct store_request request = {
		.layout_id = call->world->layout, .pages = 2};
	struct store_page pages[2];

	memcpy(request.person, call->thing->person, PERSON_CODE);
	return store_issue(call->store, &request, 1, NULL, DATE, pages, err);
}

static bool
issue_session(struct call *call, struct err *err)
{
	struct store_request sheet = {
		.layout_id = call->world->layout, .pages = 2};
	const struct store_request none = {0};
	struct store_seat seat = {
		.number = 1, .language = "ar", .level = "original", .steps = 5};
	struct store_session session = {.name = "Group 5",
		.date = DATE,
		.instrument = "skapa",
		.seats = &seat,
		.n = 1};
	const struct store_session_request request = {
		.cover = sheet, .sheets = &sheet, .caseworker = &none};

	return store_session_issue(call->store, &session, &request, DATE, err);
}

static bool
list_sessions(struct call *call, struct err *err)
{
	return store_session_list(call->store, DATE, see_session, NULL, err);
}

static bool
get_room(struct call *call, struct err *err)
{
	return store_room_get(call->store, SESSION_2, see_room, NULL, err);
}

static bool
count_waiting(struct call *call, struct err *err)
{
	int n;

	return store_occasion_waiting(
		call->store, call->thing->occasion, &n, err);
}

static bool
find_room(struct call *call, struct err *err)
{
	return store_room_done(call->store, 1, see_room, NULL, err);
}

static bool
begin_room(struct call *call, struct err *err)
{
	return store_room_begin(call->store, SESSION_1, "{}", err);
}

static bool
set_room(struct call *call, struct err *err)
{
	const struct store_room room = {
		.name = SESSION_2, .boot = 1, .state = "{}"};

	return store_room_set(call->store, &room, err);
}

static bool
boot_rooms(struct call *call, struct err *err)
{
	return store_rooms_boot(call->store, see_room, NULL, err);
}

static bool
add_remark(struct call *call, struct err *err)
{
	const struct store_remark remark = {.session = SESSION_2,
		.day = DATE,
		.who = "cw-9",
		.text = "two read the words aloud"};
	int64_t number;

	return store_remark_add(call->store, &remark, &number, err);
}

static bool
settle_remark(struct call *call, struct err *err)
{
	return store_remark_settle(call->store, 1, err);
}

static bool
list_remarks(struct call *call, struct err *err)
{
	return store_remarks(call->store, NULL, see_remark, NULL, err);
}

static bool
list_remarks_on_words(struct call *call, struct err *err)
{
	return store_remarks_on_words(call->store, see_remark, NULL, err);
}

static bool
unclear(struct call *call, struct err *err)
{
	return store_unclear(call->store, SESSION_2, see_unclear, NULL, err);
}

static bool
given(struct call *call, struct err *err)
{
	uint64_t positions;

	return store_occasion_given(
		call->store, call->thing->occasion, &positions, err);
}

/* Nobody's sheet to the person. */
static bool
bind_sheet(struct call *call, struct err *err)
{
	return store_sheet_bind(call->store,
		call->world->things[NOBODY].pages[2].line, call->thing->person,
		err);
}

static bool
keep_scan(struct call *call, struct err *err)
{
	char sha256[READING_SHA256];

	return store_scan_keep(call->store, "a scan", 6, sha256, err);
}

static bool
keep_scan_as(struct call *call, struct err *err)
{
	return store_scan_keep_as(
		call->store, "a scan", 6, call->thing->sha256, err);
}

static bool
file_page(struct call *call, struct err *err)
{
	struct reading reading;

	make_reading(&reading, &call->thing->pages[2], "345");
	memset(reading.sha256, 'a', READING_SHA256 - 1);
	reading.sha256[READING_SHA256 - 1] = '\0';
	return store_file(call->store, &reading, DATE, err);
}

static bool
get_occasion(struct call *call, struct err *err)
{
	struct store_occasion occasion;

	return store_occasion_get(
		call->store, call->thing->occasion, &occasion, err);
}

static bool
occasions(struct call *call, struct err *err)
{
	return store_occasions(
		call->store, call->thing->person, see_occasion, call, err);
}

static bool
all_occasions(struct call *call, struct err *err)
{
	return store_occasions(call->store, NULL, see_occasion, call, err);
}

static bool
open_occasion(struct call *call, struct err *err)
{
	struct store_occasion occasion = {.instrument = "skapa",
		.version = "1",
		.level = "original",
		.steps = 5,
		.date = "2026-04-01",
		.mode = MODE_KIOSK};
	int64_t id;

	memcpy(occasion.person, call->thing->person, PERSON_CODE);
	return store_occasion_open(call->store, &occasion, &id, err);
}

static bool
set_occasion(struct call *call, struct err *err)
{
	const struct store_occasion occasion = {
		.id = call->thing->occasion, .mode = MODE_ORAL};

	return store_occasion_set(call->store, &occasion, err);
}

static bool
lock_occasion(struct call *call, struct err *err)
{
	return store_occasion_lock(
		call->store, call->thing->occasion, NOW, err);
}

static bool
put_answer(struct call *call, struct err *err)
{
	const struct store_put put = {.item = "hope",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 4,
		.once = "0123456789"};

	return store_answer_put(call->store, call->thing->occasion, &put, err);
}

static bool
put_late(struct call *call, struct err *err)
{
	const struct store_put put = {.item = "hope",
		.top = 5,
		.status = ANSWER_ANSWERED,
		.value = 4,
		.once = "0123456789"};

	return store_answer_late(call->store, call->thing->occasion, &put, err);
}

static bool
add_note(struct call *call, struct err *err)
{
	struct store_note note = {
		.kind = NOTE_STORY, .day = DATE, .text = "it went well"};
	int64_t number;

	memcpy(note.person, call->thing->person, PERSON_CODE);
	return store_note_add(call->store, &note, &number, err);
}

static bool
mark_note(struct call *call, struct err *err)
{
	return store_note_mark(
		call->store, call->thing->note, NOTE_REACHED, "op", DATE, err);
}

static bool
add_activity(struct call *call, struct err *err)
{
	struct store_activity activity = {
		.from = DATE, .kind = ACTIVITY_HEALTH};
	int64_t number;

	memcpy(activity.person, call->thing->person, PERSON_CODE);
	return store_activity_add(call->store, &activity, &number, err);
}

static bool
end_activity(struct call *call, struct err *err)
{
	return store_activity_end(
		call->store, call->thing->activity, "2026-09-01", "op", err);
}

static bool
answers(struct call *call, struct err *err)
{
	return store_answers(
		call->store, call->thing->person, see_answer, call, err);
}

static bool
all_answers(struct call *call, struct err *err)
{
	return store_answers(call->store, NULL, see_answer, call, err);
}

static bool
beliefs(struct call *call, struct err *err)
{
	return store_beliefs(
		call->store, call->thing->person, see_answer, call, err);
}

static bool
occasion_answers(struct call *call, struct err *err)
{
	return store_occasion_answers(
		call->store, call->thing->occasion, see_answer, call, err);
}

static bool
notes(struct call *call, struct err *err)
{
	return store_notes(
		call->store, call->thing->person, see_note, call, err);
}

static bool
all_notes(struct call *call, struct err *err)
{
	return store_notes(call->store, NULL, see_note, call, err);
}

static bool
activities(struct call *call, struct err *err)
{
	return store_activities(
		call->store, call->thing->person, see_activity, call, err);
}

static bool
all_activities(struct call *call, struct err *err)
{
	return store_activities(call->store, NULL, see_activity, call, err);
}

static bool
waiting(struct call *call, struct err *err)
{
	return store_reviews(call->store, see_answer, call, err);
}

static bool
conflicts(struct call *call, struct err *err)
{
	return store_conflicts(
		call->store, call->thing->person, see_conflict, call, err);
}

static bool
list_reviews(struct call *call, struct err *err)
{
	return store_review_list(call->store, see_review, call, err);
}

static bool
get_review(struct call *call, struct err *err)
{
	struct store_review review;

	return store_review_get(call->store, call->thing->review, &review, err);
}

static bool
review_history(struct call *call, struct err *err)
{
	return store_review_history(
		call->store, call->thing->decided, see_decision, NULL, err);
}

static bool
get_reading(struct call *call, struct err *err)
{
	struct reading reading;

	return store_reading(call->store, call->thing->reading, &reading, err);
}

static bool
read_scan(struct call *call, struct err *err)
{
	struct bytes bytes;

	if (!store_scan_read(call->store, call->thing->sha256, &bytes, err))
		return false;
	bytes_free(&bytes);
	return true;
}

static bool
papers(struct call *call, struct err *err)
{
	return store_papers(
		call->store, call->thing->person, see_paper, NULL, err);
}

static bool
papers_reviews(struct call *call, struct err *err)
{
	return store_papers_reviews(
		call->store, call->thing->person, see_review, call, err);
}

static bool
set_review(struct call *call, struct err *err)
{
	return store_review_set(call->store, call->thing->review,
		ANSWER_ANSWERED, 3, "op", DATE, err);
}

static bool
write_review(struct call *call, struct err *err)
{
	return store_review_write(
		call->store, call->thing->writing, "thanks", "op", DATE, err);
}

static bool
choose_scan(struct call *call, struct err *err)
{
	return store_review_choose(
		call->store, call->thing->conflict, true, "op", DATE, err);
}

static bool
discard_page(struct call *call, struct err *err)
{
	return store_review_discard(
		call->store, call->thing->review, "spoilt", "op", DATE, err);
}

static bool
assign_page(struct call *call, struct err *err)
{
	struct reading reading;

	make_reading(&reading, &call->thing->pages[0], "345");
	memcpy(reading.sha256, call->thing->sha256, READING_SHA256);
	return store_review_assign(
		call->store, call->thing->review, &reading, "op", DATE, err);
}

static bool
undo_review(struct call *call, struct err *err)
{
	return store_review_undo(
		call->store, call->thing->decided, "op", DATE, err);
}

static bool
check_store(struct call *call, struct err *err)
{
	size_t n;

	return store_check(call->store, see_finding, NULL, &n, err);
}

static bool
show_audit(struct call *call, struct err *err)
{
	return store_audit_each(
		call->store, call->thing->person, 0, see_event, NULL, err);
}

static bool
receipts(struct call *call, struct err *err)
{
	return store_receipts(call->store, see_receipt, NULL, err);
}

static bool
audit_head(struct call *call, struct err *err)
{
	struct str out = {0};
	const bool ok = store_audit_head(call->store, &out, err);

	str_finish(&out);
	return ok;
}

static bool
verify_audit(struct call *call, struct err *err)
{
	struct store_audit audit;
	size_t n;

	return store_audit_verify(
		call->store, NULL, 0, see_finding, NULL, &audit, &n, err);
}

static bool
forget_person(struct call *call, struct err *err)
{
	struct store_receipt receipt;

	return store_forget(
		call->store, call->thing->person, true, DATE, &receipt, err);
}

static bool
rekey(struct call *call, struct err *err)
{
	return store_rekey(call->store, SITEKEY_IS_FILE, NULL, err);
}

static bool
backup(struct call *call, struct err *err)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/backup", call->world->place->root);
	return store_backup_data(call->store, path, err);
}

static bool
backup_keys(struct call *call, struct err *err)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/backup", call->world->place->root);
	return store_backup_keys(call->store, path, err);
}

static bool
set_pilot(struct call *call, struct err *err)
{
	return store_pilot_set(call->store, "skapa", "2026-02-28", err);
}

static bool
open_shown(struct call *call, struct err *err)
{
	struct shown *shown = shown_open(call->store, "skapa", err);

	shown_close(shown);
	return shown != NULL;
}

static bool
list_rules(struct call *call, struct err *err)
{
	return store_rules(call->store, see_rule, NULL, err);
}

static bool
list_overdue(struct call *call, struct err *err)
{
	return store_overdue(call->store, WEEDING_DAY, see_overdue, call, err);
}

static bool
list_weeded(struct call *call, struct err *err)
{
	return store_weeding_list(call->store, 0, see_weeded, call, err);
}

static bool
list_schedule(struct call *call, struct err *err)
{
	const struct schedule_ask ask = {.today = WEEDING_DAY,
		.months = SCHEDULE_MONTHS,
		.window_days = SCHEDULE_WINDOW};
	struct schedule schedule = {0};
	size_t i;

	if (!store_schedule(call->store, &ask, &schedule, err))
		return false;
	for (i = 0; i < schedule.n; i++)
		saw(call, schedule.rows[i].person);
	schedule_finish(&schedule);
	return true;
}

const struct role_call calls[] = {
	{MAY_ADD_PEOPLE, "people_add", add_people, ON_OWN | LEAVES},
	{MAY_LIST_PEOPLE, "people_list", list_people, ON_ALL | LEAVES_NO},
	{MAY_LIST_PEOPLE, "person_get", get_person, ON_PEOPLE | LEAVES_NO},
	{MAY_LIST_PEOPLE, "schedule", list_schedule, ON_ALL | LEAVES_NO},
	{MAY_CHANGE_PEOPLE, "person_set", set_person, ON_PEOPLE | LEAVES},
	{MAY_LOOK_UP, "page_by_token", page_by_token, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "page_by_line", page_by_line, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "sheet_pages", sheet_pages, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "session_get", get_session, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "session_list", list_sessions, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "room_get", get_room, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "occasion_waiting", count_waiting, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "room_done", find_room, ON_OWN | LEAVES_NO},
	{MAY_LEAD, "room_begin", begin_room, ON_OWN | LEAVES},
	{MAY_LEAD, "room_set", set_room, ON_OWN | LEAVES},
	{MAY_LEAD, "rooms_boot", boot_rooms, ON_OWN | LEAVES},
	{MAY_LEAD, "remark_add", add_remark, ON_OWN | LEAVES},
	{MAY_LEAD, "remark_settle", settle_remark, ON_OWN | LEAVES},
	{MAY_LEAD, "unclear", unclear, ON_OWN | LEAVES},
	{MAY_LOOK_UP, "remarks", list_remarks, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "due_session", due_session, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "days", count_days, ON_OWN | LEAVES_NO},
	{MAY_LOOK_UP, "due_sheet", due_sheet, ON_OWN | LEAVES_NO},
	{MAY_ISSUE, "layout_put", put_new_layout, ON_OWN | LEAVES},
	{MAY_ISSUE, "issue", issue_sheet, ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_ISSUE, "session_issue", issue_session, ON_OWN | LEAVES},
	{MAY_BIND, "sheet_bind", bind_sheet, ON_PEOPLE | LEAVES},
	{MAY_FILE, "scan_keep", keep_scan, ON_OWN | LEAVES_NO},
	{MAY_FILE, "scan_keep_as", keep_scan_as, ON_OWN | LEAVES_NO},
	{MAY_FILE, "file", file_page, ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_LIST_OCCASIONS, "occasion_get", get_occasion,
		ON_PEOPLE | LEAVES_NO},
	{MAY_LIST_OCCASIONS, "occasions", occasions, ON_PEOPLE | LEAVES_NO},
	{MAY_LIST_OCCASIONS, "all occasions", all_occasions,
		ON_ALL | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "occasion_open", open_occasion,
		ON_PEOPLE | LEAVES},
	{MAY_KEEP_OCCASIONS, "occasion_set", set_occasion, ON_PEOPLE | LEAVES},
	{MAY_KEEP_OCCASIONS, "occasion_lock", lock_occasion,
		ON_PEOPLE | LEAVES},
	{MAY_KEEP_OCCASIONS, "occasion_given", given, ON_PEOPLE | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_begin", begin_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_find", find_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_get", get_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_of_person", visit_of_person,
		ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_set", set_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_park", park_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visit_end", end_visit, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visits_sweep", sweep_visits,
		ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "visits_count", count_visits,
		ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "device_ask", ask_device, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "device_find", find_device, ON_OTHER | LEAVES_NO},
	{MAY_KEEP_OCCASIONS, "device_note", note_device, ON_OTHER | LEAVES_NO},
	{MAY_PAIR, "device_pair", pair_device, ON_OWN | LEAVES},
	{MAY_PAIR, "device_list", list_devices, ON_OWN | LEAVES_NO},
	{MAY_UNPAIR, "device_revoke", revoke_device, ON_OWN | LEAVES},
	{MAY_KEEP_WORDS, "remarks_on_words", list_remarks_on_words,
		ON_OWN | LEAVES_NO},
	{MAY_KEEP_WORDS, "keeps_words", keep_words, ON_OWN | LEAVES},
	{MAY_PUT_ANSWERS, "answer_put", put_answer, ON_PEOPLE | LEAVES},
	{MAY_PUT_ANSWERS, "answer_late", put_late, ON_PEOPLE | LEAVES},
	{MAY_WRITE_NOTES, "note_add", add_note, ON_PEOPLE | LEAVES},
	{MAY_WRITE_NOTES, "note_mark", mark_note, ON_PEOPLE | LEAVES},
	{MAY_WRITE_NOTES, "activity_add", add_activity, ON_PEOPLE | LEAVES},
	{MAY_WRITE_NOTES, "activity_end", end_activity, ON_PEOPLE | LEAVES},
	{MAY_READ_ANSWERS, "answers", answers, ON_PEOPLE | LEAVES},
	{MAY_READ_ANSWERS, "all answers", all_answers, ON_ALL | LEAVES},
	{MAY_READ_BELIEFS, "beliefs", beliefs, ON_PEOPLE | LEAVES},
	{MAY_READ_ANSWERS, "occasion_answers", occasion_answers,
		ON_PEOPLE | LEAVES},
	{MAY_READ_ANSWERS, "papers", papers, ON_PEOPLE | LEAVES},
	{MAY_READ_REVIEWS, "papers_reviews", papers_reviews,
		ON_PEOPLE | LEAVES},
	{MAY_READ_NOTES, "notes", notes, ON_PEOPLE | LEAVES},
	{MAY_READ_NOTES, "all notes", all_notes, ON_ALL | LEAVES},
	{MAY_READ_NOTES, "activities", activities, ON_PEOPLE | LEAVES},
	{MAY_READ_NOTES, "all activities", all_activities, ON_ALL | LEAVES},
	{MAY_COUNT, "counted", count_all, ON_OWN | LEAVES},
	{MAY_COUNT, "counted_part", count_part, ON_OWN | LEAVES},
	{MAY_COUNT, "counted_part, the second", count_on, ON_OWN | LEAVES_NO},
	{MAY_COUNT, "counted_is_there", is_counted, ON_OWN | LEAVES_NO},
	{MAY_EXPORT, "study", export_all, ON_OWN | LEAVES},
	{MAY_COUNT, "pilot_set", set_pilot, ON_OWN | LEAVES},
	{MAY_COUNT, "shown_open", open_shown, ON_OWN | LEAVES_NO},
	{MAY_READ_REVIEWS, "reviews", waiting, ON_ALL | LEAVES},
	{MAY_READ_REVIEWS, "conflicts", conflicts, ON_PEOPLE | LEAVES},
	{MAY_READ_REVIEWS, "review_list", list_reviews, ON_ALL | LEAVES},
	{MAY_READ_REVIEWS, "review_get", get_review,
		ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_READ_REVIEWS, "review_history", review_history,
		ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_READ_REVIEWS, "reading", get_reading,
		ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_READ_SCANS, "scan_read", read_scan,
		ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_DECIDE, "review_set", set_review, ON_PEOPLE | LEAVES},
	{MAY_DECIDE, "review_write", write_review, ON_PEOPLE | LEAVES},
	{MAY_DECIDE, "review_choose", choose_scan, ON_PEOPLE | LEAVES},
	{MAY_DECIDE, "review_discard", discard_page, ON_NOBODY | LEAVES},
	{MAY_DECIDE, "review_assign", assign_page, ON_NOBODY | LEAVES},
	{MAY_DECIDE, "review_undo", undo_review,
		ON_PEOPLE | ON_NOBODY | LEAVES},
	{MAY_CHECK, "check", check_store, ON_OWN | LEAVES_NO},
	{MAY_READ_AUDIT, "audit_each", show_audit, ON_OWN | LEAVES_NO},
	{MAY_READ_AUDIT, "receipts", receipts, ON_OWN | LEAVES_NO},
	{MAY_READ_AUDIT, "audit_head", audit_head, ON_OWN | LEAVES_NO},
	{MAY_READ_AUDIT, "audit_verify", verify_audit, ON_OWN | LEAVES_NO},
	{MAY_LIST_ACCOUNTS, "account_list", list_accounts, ON_OWN | LEAVES_NO},
	{MAY_ADD_ACCOUNTS, "account_add", add_account, ON_OWN | LEAVES},
	{MAY_ADD_ACCOUNTS, "account_add_hash", add_account_hash,
		ON_OWN | LEAVES},
	{MAY_DISABLE_ACCOUNTS, "account_disable", disable_account,
		ON_OWN | LEAVES},
	{MAY_ENABLE_ACCOUNTS, "account_disable false", enable_account,
		ON_OWN | LEAVES_NO},
	{MAY_SET_PASSWORDS, "account_password", set_password, ON_OWN | LEAVES},
	{MAY_SET_PASSWORDS, "account_set_hash", set_password_hash,
		ON_OWN | LEAVES},
	{MAY_LOG_IN, "login", log_in, ON_OWN | LEAVES},
	{MAY_LOG_IN, "login_tried", log_in_by_steps, ON_OWN | LEAVES},
	{MAY_FORGET, "forget", forget_person, ON_PEOPLE | LEAVES},
	{MAY_REKEY, "rekey", rekey, ON_OWN | LEAVES},
	{MAY_BACKUP, "backup", backup, ON_OWN | LEAVES},
	{MAY_BACKUP, "backup of keys", backup_keys, ON_OWN | LEAVES},
	{MAY_LIST_WEEDING, "rules", list_rules, ON_OWN | LEAVES_NO},
	{MAY_LIST_WEEDING, "overdue", list_overdue, ON_ALL | LEAVES_NO},
	{MAY_LIST_WEEDING, "weeding_list", list_weeded, ON_ALL | LEAVES_NO},
	{MAY_SET_RETENTION, "rule_set", set_rule, ON_OWN | LEAVES},
	{MAY_PROPOSE_WEEDING, "weeding_propose", propose_weeding,
		ON_OWN | LEAVES},
	{MAY_APPROVE_WEEDING, "weeding_approve", approve_weeding,
		ON_OWN | LEAVES},
	{0},
};
