#include "kiosk/staff_words.h"

#include <string.h>

struct word {
	const char *key, *word;
};

/* The word of a key in a table that a NULL ends. */
static const char *
find(const struct word *words, const char *key)
{
	for (; words->key != NULL; words++) {
		if (strcmp(words->key, key) == 0)
			return words->word;
	}
	return key;
}

const char *
staff_role(enum store_role role)
{
	static const char *const words[ROLE__MAX] = {
		[ROLE_OPERATOR] = "drift",
		[ROLE_RECEPTION] = "reception",
		[ROLE_CASEWORKER] = "handläggare",
		[ROLE_DEPUTY] = "ersättare",
		[ROLE_REPORT] = "uppföljning",
		[ROLE_ARCHIVE] = "arkiv",
		[ROLE_AUDITOR] = "granskare",
		[ROLE_ADMIN] = "administratör",
		[ROLE_INTERPRETER] = "tolk",
		[ROLE_SELF] = "personen själv",
	};

	return (unsigned)role < ROLE__MAX ? words[role] : "";
}

const char *
staff_kind(enum review_kind kind)
{
	static const char *const words[] = {
		[REVIEW_ANSWER] = "Svar",
		[REVIEW_CONFLICT] = "Två läsningar",
		[REVIEW_WRITING] = "Handskrivet",
		[REVIEW_PAGE] = "Okänd sida",
	};

	return words[kind];
}

const char *
staff_answer(enum answer_status status)
{
	static const char *const words[ANSWER__MAX] = {
		[ANSWER_ANSWERED] = "svarat",
		[ANSWER_DECLINED] = "vill inte svara",
		[ANSWER_NOT_UNDERSTOOD] = "förstår inte",
		[ANSWER_BLANK] = "tomt",
		[ANSWER_UNREADABLE] = "går inte att läsa",
		[ANSWER_REVIEW] = "väntar på granskning",
	};

	return (unsigned)status < ANSWER__MAX ? words[status] : "";
}

const char *
staff_reading(enum reading_status status)
{
	static const char *const words[READING__MAX] = {
		[READING_FILED] = "inläst",
		[READING_REVIEW] = "att granska",
		[READING_DUPLICATE] = "redan inläst",
		[READING_CONFLICT] = "två läsningar",
		[READING_BLANK_PAGE] = "tom sida",
		[READING_REFUSED] = "okänd sida",
	};

	return (unsigned)status < READING__MAX ? words[status] : "";
}

/* The reasons that skapa-intake(1) names, and what to do. */
static const struct reason {
	const char *key, *word, *todo;
} reasons[] = {
	{"two_marks", "flera märken", "Vilket märke menade personen?"},
	{"corrected", "ändrat svar",
		"Ett märke är överkryssat. Vilket gäller?"},
	{"faint", "svagt märke", "Är det ett märke eller bara en skugga?"},
	{"outside", "märke utanför rutorna",
		"Vilken ruta pekar märket på, om någon?"},
	{"covered", "rutor täckta eller avrivna",
		"Går svaret att se? Skanna annars om sidan."},
	{"fold", "veck över en ruta", "Finns det ett märke i vecket?"},
	{"other_on_screen", "annat svar på skärm",
		"Personen har svarat både på papper och på skärm. Fråga "
		"personen vilket som gäller."},
	{"late", "kom efter träffen",
		"Plattan hade svaret kvar när träffen redan var avslutad. "
		"Fråga personen om det gäller."},
	{"by_hand", "läses för hand",
		"Datorn kunde inte läsa sidan. Läs svaret i bilden."},
	{"other_answers", "annat svar än förut",
		"Jämför bilderna. Ändrades blanketten efter första "
		"skanningen?"},
	{"unreadable_file", "filen går inte att läsa",
		"Se efter vad filen heter och lämna in den igen."},
	{"empty", "tom fil", "Skanna igen."},
	{"not_an_image", "ingen bild eller PDF",
		"Lämna in en PDF, TIFF, PNG eller JPEG."},
	{"unsupported", "filformat som inte stöds",
		"Spara skanningen som PDF, TIFF, PNG eller JPEG."},
	{"truncated", "filen är avkortad",
		"Kopiera filen igen eller skanna om."},
	{"damaged", "filen är trasig", "Kopiera filen igen eller skanna om."},
	{"too_large", "filen är för stor",
		"Skanna färre sidor i samma fil, eller i 300 punkter per tum."},
	{"too_many_pages", "för många sidor", "Skanna mindre buntar."},
	{"no_pages", "inga sidor", "Skanna igen."},
	{"password", "filen är låst", "Spara PDF-filen utan lösenord."},
	{"timeout", "tog för lång tid", "Skanna om i 300 punkter per tum."},
	{"decoder_killed", "filen kunde inte öppnas säkert", "Skanna igen."},
	{"reader_failed", "programmet gick sönder på sidan",
		"Anmäl felet. Skanningen är sparad."},
	{"too_small", "för få bildpunkter",
		"Skanna i minst 150 punkter per tum, helst 300."},
	{"two_pages", "två blanketter i samma bild", "Skanna dem var för sig."},
	{"no_anchors", "hörnmärkena syns inte",
		"Är det en av våra blanketter? Skriv koden, eller skanna om "
		"hela sidan."},
	{"mirrored", "sidan är spegelvänd", "Skanna framsidan."},
	{"distorted", "sidan är vikt eller riven",
		"Platta ut pappret och skanna om, eller skriv koden."},
	{"wrong_scale", "fel storlek på utskriften",
		"Skriv ut i 100 %. De här svaren får föras över för hand."},
	{"streak", "rand i skanningen",
		"Torka av skannerns glas och skanna om."},
	{"print_not_found", "trycket ligger fel",
		"Är sidan täckt eller en dålig kopia? Skanna om."},
	{"code_unreadable", "koden går inte att läsa",
		"Skriv de tio tecknen som står bredvid koden på pappret."},
	{"forged_code", "koden hör inte hit",
		"Kommer blanketten från en annan verksamhet?"},
	{"unknown_code", "okänd kod", "Blanketten är inte utskriven härifrån."},
	{"forgotten", "personen är glömd",
		"Uppgifterna är raderade. Kasta sidan."},
	{"code_conflict", "två olika koder",
		"Ligger två blanketter på varandra? Skanna dem var för sig."},
	{"other_layout", "fel version av blanketten",
		"Spara pappret och fråga den som sköter systemet."},
};

static const struct reason *
reason_of(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (strcmp(reasons[i].key, key) == 0)
			return &reasons[i];
	}
	return NULL;
}

const char *
staff_reason(const char *key)
{
	const struct reason *reason = reason_of(key);

	return reason == NULL ? key : reason->word;
}

const char *
staff_todo(const char *key)
{
	const struct reason *reason = reason_of(key);

	return reason == NULL ? "" : reason->todo;
}

const char *
staff_language(const char *language)
{
	static const struct word words[] = {{"sv", "svenska"},
		{"sv-simple", "enkel svenska"}, {"en", "engelska"},
		{"ar", "arabiska"}, {"ckb", "sorani"}, {"es", "spanska"},
		{"fa", "persiska"}, {"kmr", "kurmanji"}, {"prs", "dari"},
		{"ps", "pashto"}, {"ru", "ryska"}, {"so", "somaliska"},
		{"th", "thailändska"}, {"ti", "tigrinska"}, {"tr", "turkiska"},
		{"uk", "ukrainska"}, {"", "inte sagt"}, {NULL, NULL}};

	return find(words, language);
}

const char *
staff_instrument(const char *instrument)
{
	static const struct word words[] = {{"skapa", "SKAPA"},
		{"skapa-caseworker", "SKAPA, handläggarens"},
		{"course-evaluation", "Kursutvärdering"},
		{"closing", "Avslutning"}, {"drop-in", "Drop-in"},
		{"fip", "FIP"}, {"cover", "Försättsblad"},
		{"sheet", "Varje blankett"}, {"pack", "Gruppens papper"},
		{"kiosk", "Skärmen"}, {"glossary", "Ordlista"},
		{"person", "Personens sida"}, {NULL, NULL}};

	return find(words, instrument);
}

const char *
staff_operation(const char *operation)
{
	static const struct word words[] = {
		{"add people", "lade till personer"},
		{"list people", "listade personer"},
		{"change people", "ändrade en person"},
		{"look up pages", "slog upp sidor"},
		{"issue sheets", "skrev ut blanketter"},
		{"bind sheets", "knöt en blankett"}, {"file scans", "läste in"},
		{"list occasions", "listade tillfällen"},
		{"keep occasions", "skrev om ett tillfälle"},
		{"lead sessions", "ledde en träff"},
		{"pair screens", "släppte in en skärm"},
		{"unpair screens", "stängde ute en skärm"},
		{"keep words", "granskade eller läste in ord"},
		{"put answers", "sparade svar"},
		{"write notes", "skrev en anteckning"},
		{"read answers", "läste svar"},
		{"read notes", "läste anteckningar"},
		{"read reviews", "läste granskningar"},
		{"read scans", "såg en skanning"},
		{"decide reviews", "avgjorde en granskning"},
		{"check the store", "kontrollerade lagret"},
		{"read the audit", "läste loggen"},
		{"list accounts", "listade konton"},
		{"add accounts", "lade till ett konto"},
		{"disable accounts", "stängde ett konto"},
		{"enable accounts", "öppnade ett konto"},
		{"set passwords", "bytte lösenord"}, {"log in", "loggade in"},
		{"forget people", "glömde en person"},
		{"change the site key", "bytte nyckel"},
		{"back the store up", "säkerhetskopierade"}, {NULL, NULL}};

	return find(words, operation);
}

const char *
staff_object(const char *object)
{
	static const struct word words[] = {{"store", "lagret"},
		{"everyone", "alla"}, {"person", "person"},
		{"occasion", "tillfälle"}, {"note", "anteckning"},
		{"activity", "aktivitet"}, {"sheet", "blankett"},
		{"page", "sida"}, {"reading", "läsning"},
		{"review", "granskning"}, {"scan", "skanning"},
		{"session", "gruppträff"}, {"layout", "blankettmall"},
		{"account", "konto"}, {"device", "skärm"}, {NULL, NULL}};

	return find(words, object);
}

const char *
staff_word(const char *key)
{
	static const struct word words[] = {/* people */
		{"active", "aktiv"}, {"paused", "paus"},
		{"do_not_schedule", "kallas inte"}, {"closed", "avslutad"},
		/* notes and activities */
		{"milestone", "mål"}, {"story", "berättelse"},
		{"next_step", "nästa steg"}, {"open", "inte påbörjat"},
		{"on_the_way", "på väg"}, {"reached", "nått"},
		{"dropped", "inte aktuellt"}, {"job", "arbete"},
		{"competence", "kompetens"}, {"health", "hälsa"},
		{"social", "socialt"}, {"language", "språk"},
		{"other", "annat"},
		/* occasions */
		{"by_order", ""}, {"start", "start"},
		{"follow_up", "uppföljning"}, {"closing", "avslutning"},
		{"drop_in", "drop-in"}, {"then", "så var det då"},
		{"first", "första gången"}, {"second", "andra gången"},
		{"not_said", "inte sagt"}, {"individual", "enskilt"},
		{"group", "i grupp"}, {"paper", "papper"}, {"kiosk", "skärm"},
		{"oral", "muntligt"}, {"offered", "erbjuden"},
		{"held", "genomförd"}, {"declined", "avböjd"},
		{"talk_only", "endast samtal"},
		/* decisions */
		{"set", "avgjort"}, {"keep", "behöll den första"},
		{"take", "tog den nya"}, {"assign", "gav sidan en kod"},
		{"discard", "lade undan"}, {"undo", "ångrade"}, {NULL, NULL}};

	return find(words, key);
}
