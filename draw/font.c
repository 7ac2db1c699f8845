#include "draw/font.h"

#include "core/err.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#define PATH_SHOWN 200

/* OpenType 1.9, "glyf": flags of a component. */
#define ARGS_ARE_WORDS 0x0001
#define ARGS_ARE_XY 0x0002
#define MORE_COMPONENTS 0x0020

/* A CID; its number is its place, from 1. */
struct entry {
	uint32_t character;
	uint32_t glyph; /* of a plain one */
	bool is_joined;
	int advance; /* font units */
	size_t first_part, n_parts;
};

struct font {
	char *path;
	hb_face_t *face;
	hb_font_t *hb;
	int units;
	struct entry *entries;
	size_t n_entries, room_entries;
	struct font_part *parts;
	size_t n_parts, room_parts;
	uint32_t *slots; /* CIDs by hash; 0 is free */
	size_t n_slots;	 /* a power of two */
};

struct font *
font_open(const char *path, struct err *err)
{
	struct font *font = calloc(1, sizeof(*font));
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);

	if (blob == NULL) {
		err_set(err, ERR_SYSTEM, "%s: the font cannot be read", path);
		goto fail;
	}
	if (font == NULL || (font->path = strdup(path)) == NULL) {
		err_errno(err, "%s", path);
		goto fail;
	}
	font->face = hb_face_create(blob, 0);
	font->hb = hb_font_create(font->face);
	font->units = (int)hb_face_get_upem(font->face);
	if (hb_face_get_glyph_count(font->face) == 0) {
		err_set(err, ERR_INPUT, "%s: not a font", path);
		goto fail;
	}
	hb_blob_destroy(blob);
	return font;
fail:
	hb_blob_destroy(blob);
	font_free(font);
	return NULL;
}

void
font_free(struct font *font)
{
	if (font == NULL)
		return;
	hb_font_destroy(font->hb);
	hb_face_destroy(font->face);
	free(font->path);
	free(font->entries);
	free(font->parts);
	free(font->slots);
	free(font);
}

int
font_units(const struct font *font)
{
	return font->units;
}

size_t
font_cids(const struct font *font)
{
	return font->n_entries;
}

static int
thousandths(const struct font *font, double units)
{
	return (int)lround(units * 1000 / font->units);
}

int
font_width(const struct font *font, uint16_t cid)
{
	if (cid == 0 || cid > font->n_entries)
		return 0;
	return thousandths(font, font->entries[cid - 1].advance);
}

/* FNV-1a, 64 bits. */
static uint64_t
mixed(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *b = bytes;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ b[i]) * 0x100000001b3u;
	return hash;
}

#define HASH_START 0xcbf29ce484222325u

static uint64_t
entry_hash(const struct entry *entry, const struct font_part *parts)
{
	uint64_t hash = HASH_START;
	const int32_t advance = entry->is_joined ? entry->advance : -1;

	hash = mixed(hash, &entry->character, sizeof(entry->character));
	hash = mixed(hash, &entry->glyph, sizeof(entry->glyph));
	hash = mixed(hash, &advance, sizeof(advance));
	return mixed(hash, parts, entry->n_parts * sizeof(parts[0]));
}

static bool
is_same(const struct font *font, const struct entry *old,
	const struct entry *entry, const struct font_part *parts)
{
	size_t i;

	if (old->character != entry->character || old->glyph != entry->glyph ||
		old->is_joined != entry->is_joined ||
		old->advance != entry->advance ||
		old->n_parts != entry->n_parts)
		return false;
	for (i = 0; i < entry->n_parts; i++) {
		const struct font_part *a = &font->parts[old->first_part + i];

		if (a->glyph != parts[i].glyph || a->dx != parts[i].dx ||
			a->dy != parts[i].dy)
			return false;
	}
	return true;
}

/* The slot where entry is, or the free one where it belongs. */
static size_t
slot_of(const struct font *font, const struct entry *entry,
	const struct font_part *parts)
{
	const size_t mask = font->n_slots - 1;
	size_t i = (size_t)entry_hash(entry, parts) & mask;

	while (font->slots[i] != 0 &&
		!is_same(
			font, &font->entries[font->slots[i] - 1], entry, parts))
		i = (i + 1) & mask;
	return i;
}

/* Twice the slots; what is in them is placed anew. */
static bool
widen(struct font *font, struct err *err)
{
	const size_t n = font->n_slots == 0 ? 256 : 2 * font->n_slots;
	uint32_t *slots = calloc(n, sizeof(*slots));
	size_t i;

	if (slots == NULL)
		return err_errno(err, "%.*s", PATH_SHOWN, font->path);
	free(font->slots);
	font->slots = slots;
	font->n_slots = n;
	for (i = 0; i < font->n_entries; i++) {
		const struct entry *entry = &font->entries[i];

		slots[slot_of(font, entry, font->parts + entry->first_part)] =
			(uint32_t)(i + 1);
	}
	return true;
}

static bool
make_room(struct font *font, size_t n_parts, struct err *err)
{
	if (font->n_entries == font->room_entries) {
		const size_t room = font->room_entries * 2 + 64;
		struct entry *moved = reallocarray(
			font->entries, room, sizeof(*font->entries));

		if (moved == NULL)
			return err_errno(err, "%.*s", PATH_SHOWN, font->path);
		font->entries = moved;
		font->room_entries = room;
	}
	if (font->n_parts + n_parts > font->room_parts) {
		const size_t room = font->room_parts * 2 + n_parts + 64;
		struct font_part *moved =
			reallocarray(font->parts, room, sizeof(*font->parts));

		if (moved == NULL)
			return err_errno(err, "%.*s", PATH_SHOWN, font->path);
		font->parts = moved;
		font->room_parts = room;
	}
	return true;
}

static bool
cid_of(struct font *font, struct entry entry, const struct font_part *parts,
	uint16_t *cid, struct err *err)
{
	size_t slot;

	if (2 * font->n_entries >= font->n_slots && !widen(font, err))
		return false;
	slot = slot_of(font, &entry, parts);
	if (font->slots[slot] == 0) {
		if (font->n_entries == FONT_CIDS)
			return err_set(err, ERR_LIMIT,
				"%s: more than %d different characters in "
				"one document",
				font->path, FONT_CIDS);
		if (!make_room(font, entry.n_parts, err))
			return false;
		entry.first_part = font->n_parts;
		if (entry.n_parts > 0)
			memcpy(font->parts + font->n_parts, parts,
				entry.n_parts * sizeof(*parts));
		font->n_parts += entry.n_parts;
		font->entries[font->n_entries++] = entry;
		font->slots[slot] = (uint32_t)font->n_entries;
	}
	*cid = (uint16_t)font->slots[slot];
	return true;
}

bool
font_cid(struct font *font, uint32_t glyph, uint32_t character, uint16_t *cid,
	struct err *err)
{
	const struct entry entry = {
		.character = character,
		.glyph = glyph,
		.advance = hb_font_get_glyph_h_advance(font->hb, glyph),
	};

	return cid_of(font, entry, NULL, cid, err);
}

bool
font_cid_joined(struct font *font, const struct font_part *parts, size_t n,
	int advance, uint32_t character, uint16_t *cid, struct err *err)
{
	const struct entry entry = {
		.character = character,
		.is_joined = true,
		.advance = advance,
		.n_parts = n,
	};

	if (n > FONT_PARTS)
		return err_set(err, ERR_LIMIT,
			"%s: %zu glyphs in one character, at most %d",
			font->path, n, FONT_PARTS);
	return cid_of(font, entry, parts, cid, err);
}

/* --- the embedded font --- */

static unsigned
get16(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (unsigned)b[0] << 8 | b[1];
}

static uint32_t
get32(const char *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

static int
get_signed(const char *at)
{
	return (int16_t)get16(at);
}

static void
set16(char *at, unsigned value)
{
	at[0] = (char)(value >> 8 & 0xff);
	at[1] = (char)(value & 0xff);
}

static void
add16(struct str *str, unsigned value)
{
	char bytes[2];

	set16(bytes, value);
	str_add_bytes(str, bytes, sizeof(bytes));
}

static void
add32(struct str *str, uint32_t value)
{
	add16(str, value >> 16);
	add16(str, value & 0xffff);
}

/* The tables of a TrueType font that a PDF needs; `min` as they are used. */
enum table { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP, TABLES };

static const struct {
	hb_tag_t tag;
	size_t min;
} tables[TABLES] = {
	[GLYF] = {HB_TAG('g', 'l', 'y', 'f'), 0},
	[HEAD] = {HB_TAG('h', 'e', 'a', 'd'), 54},
	[HHEA] = {HB_TAG('h', 'h', 'e', 'a'), 36},
	[HMTX] = {HB_TAG('h', 'm', 't', 'x'), 4},
	[LOCA] = {HB_TAG('l', 'o', 'c', 'a'), 2},
	[MAXP] = {HB_TAG('m', 'a', 'x', 'p'), 32},
};

static bool
load_tables(hb_face_t *face, struct str table[TABLES])
{
	int i;

	for (i = 0; i < TABLES; i++) {
		hb_blob_t *blob = hb_face_reference_table(face, tables[i].tag);
		unsigned len;
		const char *data = hb_blob_get_data(blob, &len);

		str_add_bytes(&table[i], data, len);
		hb_blob_destroy(blob);
		if (table[i].failed || table[i].len < tables[i].min)
			return false;
	}
	return true;
}

/* Long loca, and one hmtx record a glyph: what composites are added to. */
static bool
open_up(struct str table[TABLES], unsigned n)
{
	const unsigned n_wide = get16(table[HHEA].at + 34);
	const bool is_long = get16(table[HEAD].at + 50) != 0;
	struct str loca = {0}, hmtx = {0};
	unsigned i, advance = 0, bearing;

	if (table[LOCA].len < (is_long ? 4u : 2u) * (n + 1) || n_wide == 0 ||
		n_wide > n || table[HMTX].len < 4 * n_wide + 2 * (n - n_wide))
		return false;
	for (i = 0; i <= n; i++)
		add32(&loca, is_long ? get32(table[LOCA].at + 4 * i)
				     : 2 * get16(table[LOCA].at + 2 * i));
	for (i = 0; i < n; i++) {
		if (i < n_wide) {
			advance = get16(table[HMTX].at + 4 * i);
			bearing = get16(table[HMTX].at + 4 * i + 2);
		} else {
			bearing = get16(
				table[HMTX].at + 4 * n_wide + 2 * (i - n_wide));
		}
		add16(&hmtx, advance);
		add16(&hmtx, bearing);
	}
	str_finish(&table[LOCA]);
	str_finish(&table[HMTX]);
	table[LOCA] = loca;
	table[HMTX] = hmtx;
	if (loca.failed || hmtx.failed)
		return false;
	/*
	 * What is added must begin where the last glyph ends: padding between
	 * would become part of a last glyph that is empty.
	 */
	if (get32(loca.at + 4 * n) > table[GLYF].len)
		return false;
	table[GLYF].len = get32(loca.at + 4 * n);
	return true;
}

/* Ink box of parts in font units; false if there is none. */
static bool
parts_box(const struct font *font, const struct entry *entry, int box[4])
{
	bool has_ink = false;
	size_t i;

	memset(box, 0, 4 * sizeof(box[0]));
	for (i = 0; i < entry->n_parts; i++) {
		const struct font_part *part =
			&font->parts[entry->first_part + i];
		hb_glyph_extents_t ink;
		int left, top, right, bottom;

		if (!hb_font_get_glyph_extents(font->hb, part->glyph, &ink) ||
			ink.width == 0)
			continue;
		left = ink.x_bearing + part->dx;
		top = ink.y_bearing + part->dy;
		right = left + ink.width;
		bottom = top + ink.height;
		if (!has_ink || left < box[0])
			box[0] = left;
		if (!has_ink || bottom < box[1])
			box[1] = bottom;
		if (!has_ink || right > box[2])
			box[2] = right;
		if (!has_ink || top > box[3])
			box[3] = top;
		has_ink = true;
	}
	return has_ink;
}

/* Appends one composite (empty without parts) to glyf, loca and hmtx. */
static void
add_composite(const struct font *font, const struct entry *entry,
	const hb_map_t *new_ids, struct str table[TABLES], int whole[4])
{
	int box[4];
	size_t i;

	if (parts_box(font, entry, box)) {
		for (i = 0; i < 2; i++)
			if (box[i] < whole[i])
				whole[i] = box[i];
		for (; i < 4; i++)
			if (box[i] > whole[i])
				whole[i] = box[i];
	}
	if (entry->n_parts > 0) {
		add16(&table[GLYF], 0xffff); /* -1 contours: a composite */
		for (i = 0; i < 4; i++)
			add16(&table[GLYF], (unsigned)box[i] & 0xffff);
	}
	for (i = 0; i < entry->n_parts; i++) {
		const struct font_part *part =
			&font->parts[entry->first_part + i];

		add16(&table[GLYF],
			ARGS_ARE_WORDS | ARGS_ARE_XY |
				(i + 1 < entry->n_parts ? MORE_COMPONENTS : 0));
		add16(&table[GLYF], hb_map_get(new_ids, part->glyph));
		add16(&table[GLYF], (unsigned)part->dx & 0xffff);
		add16(&table[GLYF], (unsigned)part->dy & 0xffff);
	}
	add32(&table[LOCA], (uint32_t)table[GLYF].len);
	add16(&table[HMTX], (unsigned)entry->advance & 0xffff);
	/* The left side bearing has to be the composite's left edge. */
	add16(&table[HMTX], (unsigned)box[0] & 0xffff);
}

static unsigned
at_most(unsigned value, unsigned max)
{
	return value < max ? value : max;
}

static unsigned
larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

/* The counts in head, hhea and maxp after composites were added. */
static void
close_up(struct str table[TABLES], unsigned n, unsigned most_parts)
{
	char *maxp = table[MAXP].at;
	const unsigned points = larger(get16(maxp + 6), get16(maxp + 10));
	const unsigned contours = larger(get16(maxp + 8), get16(maxp + 12));

	set16(table[HEAD].at + 50, 1);
	set16(table[HHEA].at + 34, n);
	set16(maxp + 4, n);
	if (most_parts == 0)
		return;
	set16(maxp + 10, at_most(points * most_parts, 0xffff));
	set16(maxp + 12, at_most(contours * most_parts, 0xffff));
	set16(maxp + 28, larger(get16(maxp + 28), most_parts));
	set16(maxp + 30, get16(maxp + 30) + 1);
}

/* The font cut down to the glyphs in use. NULL on failure. */
static hb_face_t *
cut_down(const struct font *font, hb_map_t **new_ids)
{
	static const char *const drop[] = {"GSUB", "GPOS", "GDEF", "cmap",
		"name", "OS/2", "post", "kern", "gasp", "STAT", "MATH", "DSIG",
		"meta", "HVAR", "MVAR", "BASE", "JSTF"};
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_subset_plan_t *plan = NULL;
	hb_face_t *face = NULL;
	hb_set_t *glyphs, *dropped;
	size_t i;

	if (input == NULL)
		return NULL;
	glyphs = hb_subset_input_glyph_set(input);
	for (i = 0; i < font->n_entries; i++)
		if (!font->entries[i].is_joined)
			hb_set_add(glyphs, font->entries[i].glyph);
	for (i = 0; i < font->n_parts; i++)
		hb_set_add(glyphs, font->parts[i].glyph);
	dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (i = 0; i < sizeof(drop) / sizeof(drop[0]); i++)
		hb_set_add(dropped, hb_tag_from_string(drop[i], -1));
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	plan = hb_subset_plan_create_or_fail(font->face, input);
	if (plan != NULL)
		face = hb_subset_plan_execute_or_fail(plan);
	if (face != NULL)
		*new_ids = hb_map_copy(
			hb_subset_plan_old_to_new_glyph_mapping(plan));
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	return face;
}

static void
build_file(const struct str table[TABLES], struct str *file)
{
	hb_face_t *builder = hb_face_builder_create();
	hb_blob_t *blob;
	unsigned len;
	const char *data;
	int i;

	for (i = 0; i < TABLES; i++) {
		blob = hb_blob_create(table[i].at, (unsigned)table[i].len,
			HB_MEMORY_MODE_READONLY, NULL, NULL);
		hb_face_builder_add_table(builder, tables[i].tag, blob);
		hb_blob_destroy(blob);
	}
	blob = hb_face_reference_blob(builder);
	data = hb_blob_get_data(blob, &len);
	str_add_bytes(file, data, len);
	hb_blob_destroy(blob);
	hb_face_destroy(builder);
}

/* Glyphs, file and box of the subset. */
static bool
build_glyphs(const struct font *font, struct font_subset *subset, int box[4])
{
	struct str table[TABLES] = {{0}};
	hb_map_t *new_ids = NULL;
	hb_face_t *face = cut_down(font, &new_ids);
	unsigned n, most_parts = 0;
	bool ok = false;
	size_t i;

	if (face == NULL || !load_tables(face, table))
		goto out;
	n = get16(table[MAXP].at + 4);
	if (!open_up(table, n))
		goto out;
	for (i = 0; i < 4; i++)
		box[i] = get_signed(table[HEAD].at + 36 + 2 * i);
	add16(&subset->glyphs, 0);
	for (i = 0; i < font->n_entries; i++) {
		const struct entry *entry = &font->entries[i];

		if (!entry->is_joined) {
			add16(&subset->glyphs,
				hb_map_get(new_ids, entry->glyph));
			continue;
		}
		if (n == 0xffff)
			goto out;
		add16(&subset->glyphs, n++);
		most_parts = larger(most_parts, (unsigned)entry->n_parts);
		add_composite(font, entry, new_ids, table, box);
	}
	close_up(table, n, most_parts);
	for (i = 0; i < TABLES; i++)
		if (table[i].failed)
			goto out;
	build_file(table, &subset->file);
	ok = subset->file.len > 0;
out:
	for (i = 0; i < TABLES; i++)
		str_finish(&table[i]);
	hb_map_destroy(new_ids);
	hb_face_destroy(face);
	return ok;
}

static void
add_utf16(struct str *str, uint32_t character)
{
	if (character < 0x10000)
		str_addf(str, "%04X", (unsigned)character);
	else
		str_addf(str, "%04X%04X",
			0xd800 + (unsigned)((character - 0x10000) >> 10),
			0xdc00 + (unsigned)(character & 0x3ff));
}

/* Adobe Technical Note 5411; at most 100 lines in a block. */
static void
build_unicode(const struct font *font, struct str *str)
{
	size_t i, n;

	str_add(str, "/CIDInit /ProcSet findresource begin\n"
		     "12 dict begin\n"
		     "begincmap\n"
		     "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
		     "/Supplement 0>> def\n"
		     "/CMapName /Adobe-Identity-UCS def\n"
		     "/CMapType 2 def\n"
		     "1 begincodespacerange\n"
		     "<0000><FFFF>\n"
		     "endcodespacerange\n");
	for (i = 0; i < font->n_entries; i++) {
		if (i % 100 == 0) {
			n = font->n_entries - i;
			str_addf(str, "%zu beginbfchar\n", n < 100 ? n : 100);
		}
		str_addf(str, "<%04X><", (unsigned)(i + 1));
		add_utf16(str, font->entries[i].character);
		str_add(str, ">\n");
		if (i % 100 == 99 || i + 1 == font->n_entries)
			str_add(str, "endbfchar\n");
	}
	str_add(str, "endcmap\n"
		     "CMapName currentdict /CMap defineresource pop\n"
		     "end\n"
		     "end\n");
}

/* Every CID from 0 to the last: all bits set, the first bit foremost. */
static void
build_cids(const struct font *font, struct str *str)
{
	size_t left = font->n_entries + 1;

	for (; left > 0; left -= left < 8 ? left : 8) {
		const unsigned bits = left < 8 ? 0xff00u >> left : 0xff;
		const unsigned char byte = (unsigned char)bits;

		str_add_bytes(str, &byte, 1);
	}
}

static void
build_name(const struct font *font, struct font_subset *subset)
{
	uint64_t hash = mixed(HASH_START, subset->file.at, subset->file.len);
	char name[sizeof(subset->name) - 7];
	unsigned room = sizeof(name);
	int i;

	hash = mixed(hash, subset->unicode.at, subset->unicode.len);
	name[0] = '\0';
	hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
		HB_LANGUAGE_INVALID, &room, name);
	for (i = 0; i < 6; i++, hash /= 26)
		subset->name[i] = (char)('A' + hash % 26);
	subset->name[6] = '+';
	memcpy(subset->name + 7, name, sizeof(name));
}

bool
font_subset(
	const struct font *font, struct font_subset *subset, struct err *err)
{
	struct font_subset made = {.name = ""};
	hb_font_extents_t line = {0};
	hb_position_t cap = 0;
	hb_blob_t *post;
	int box[4], i;
	unsigned len;
	const char *data;

	if (!build_glyphs(font, &made, box)) {
		font_subset_finish(&made);
		return err_set(err, ERR_LIBRARY,
			"%s: HarfBuzz cannot cut the font down to %zu "
			"characters",
			font->path, font->n_entries);
	}
	build_unicode(font, &made.unicode);
	build_cids(font, &made.cids);
	if (!str_ok(&made.file, err) || !str_ok(&made.glyphs, err) ||
		!str_ok(&made.unicode, err) || !str_ok(&made.cids, err)) {
		font_subset_finish(&made);
		return err_wrap(err, "%s", font->path);
	}
	build_name(font, &made);
	for (i = 0; i < 4; i++)
		made.box[i] = thousandths(font, box[i]);
	hb_font_get_h_extents(font->hb, &line);
	made.ascent = thousandths(font, line.ascender);
	made.descent = thousandths(font, line.descender);
	if (!hb_ot_metrics_get_position(
		    font->hb, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap) ||
		cap <= 0)
		cap = line.ascender;
	made.cap_height = thousandths(font, cap);
	post = hb_face_reference_table(font->face, HB_TAG('p', 'o', 's', 't'));
	data = hb_blob_get_data(post, &len);
	made.is_fixed = len >= 16 && get32(data + 12) != 0;
	hb_blob_destroy(post);
	*subset = made;
	return true;
}

void
font_subset_finish(struct font_subset *subset)
{
	str_finish(&subset->file);
	str_finish(&subset->glyphs);
	str_finish(&subset->unicode);
	str_finish(&subset->cids);
}
