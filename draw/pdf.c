#include "draw/pdf.h"

#include "core/err.h"
#include "draw/font.h"
#include "draw/icc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_utils.h>

/*
 * libharu's object model writes the file; its text, fonts, images and PDF/A
 * code are not used. Its errors stick: after the first every call fails, so
 * nothing is checked until the end (pointers from a failed call are NULL and
 * its functions take NULL).
 */
#define PRODUCER "SKAPA sheets"
#define WIDTHS 1000 /* in one array; libharu's end at 32767 items */

struct writer {
	const struct pdf *pdf;
	HPDF_Doc doc;
	HPDF_MMgr memory;
	HPDF_Xref xref;
	HPDF_STATUS failure, detail; /* the first */
	HPDF_MD5_CTX digest;
};

static void
on_error(HPDF_STATUS number, HPDF_STATUS detail, void *data)
{
	struct writer *to = data;

	if (to->failure != 0)
		return;
	to->failure = number;
	to->detail = detail;
}

static bool
went_well(const struct writer *to)
{
	return to->failure == 0;
}

uint32_t
pdf_utf8(const char **at)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *c = (const unsigned char *)*at;
	uint32_t code = c[0];
	int n, i;

	if (code == 0)
		return 0;
	n = code < 0x80	  ? 1
	    : code < 0xc0 ? 0
	    : code < 0xe0 ? 2
	    : code < 0xf0 ? 3
	    : code < 0xf8 ? 4
			  : 0;
	if (n == 0)
		return UINT32_MAX;
	if (n > 1)
		code &= 0xffu >> (n + 1);
	for (i = 1; i < n; i++) {
		if ((c[i] & 0xc0) != 0x80)
			return UINT32_MAX;
		code = code << 6 | (c[i] & 0x3fu);
	}
	if (code < least[n] || code > 0x10ffff ||
		(code >= 0xd800 && code < 0xe000))
		return UINT32_MAX;
	*at += n;
	return code;
}

/* A dictionary that has a number of its own. */
static HPDF_Dict
new_dict(struct writer *to, const char *type)
{
	HPDF_Dict dict;

	if (!went_well(to) || (dict = HPDF_Dict_New(to->memory)) == NULL)
		return NULL;
	if (HPDF_Xref_Add(to->xref, dict) != HPDF_OK)
		return NULL;
	if (type != NULL)
		HPDF_Dict_AddName(dict, "Type", type);
	return dict;
}

static HPDF_Dict
new_stream(struct writer *to, const void *bytes, size_t len, bool deflate)
{
	HPDF_Dict dict;

	if (!went_well(to) ||
		(dict = HPDF_DictStream_New(to->memory, to->xref)) == NULL)
		return NULL;
	if (len > 0) {
		HPDF_Stream_Write(dict->stream, bytes, (HPDF_UINT)len);
		HPDF_MD5Update(&to->digest, bytes, (HPDF_UINT32)len);
	}
	if (deflate)
		dict->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
	return dict;
}

static HPDF_Dict
new_stream_of(struct writer *to, const struct str *str)
{
	return new_stream(to, str->at, str->len, true);
}

static HPDF_Array
new_array(struct writer *to)
{
	return went_well(to) ? HPDF_Array_New(to->memory) : NULL;
}

/* All of these take NULL for what an earlier failure did not make. */
static void
put(struct writer *to, HPDF_Dict dict, const char *key, void *value)
{
	if (went_well(to) && dict != NULL && value != NULL)
		HPDF_Dict_Add(dict, key, value);
}

static void
put_name(struct writer *to, HPDF_Dict dict, const char *key, const char *name)
{
	if (went_well(to) && dict != NULL)
		HPDF_Dict_AddName(dict, key, name);
}

static void
put_number(struct writer *to, HPDF_Dict dict, const char *key, int value)
{
	if (went_well(to) && dict != NULL)
		HPDF_Dict_AddNumber(dict, key, value);
}

/* text is ASCII. */
static void
put_string(struct writer *to, HPDF_Dict dict, const char *key, const char *text)
{
	if (went_well(to))
		put(to, dict, key, HPDF_String_New(to->memory, text, NULL));
}

static void
add(struct writer *to, HPDF_Array array, void *value)
{
	if (went_well(to) && array != NULL && value != NULL)
		HPDF_Array_Add(array, value);
}

static void
add_number(struct writer *to, HPDF_Array array, int value)
{
	if (went_well(to) && array != NULL)
		HPDF_Array_AddNumber(array, value);
}

static void
put_box(struct writer *to, HPDF_Dict dict, const char *key, double right,
	double top)
{
	HPDF_Array box = new_array(to);

	add_number(to, box, 0);
	add_number(to, box, 0);
	if (went_well(to) && box != NULL) {
		HPDF_Array_AddReal(box, (HPDF_REAL)right);
		HPDF_Array_AddReal(box, (HPDF_REAL)top);
	}
	put(to, dict, key, box);
}

/* UTF-16 with its mark, as PDF wants any text beyond Latin. */
static void
put_text(struct writer *to, HPDF_Dict dict, const char *key, const char *utf8)
{
	struct str bytes = {0};
	uint32_t code;

	str_add_bytes(&bytes, "\xfe\xff", 2);
	while ((code = pdf_utf8(&utf8)) != 0 && code != UINT32_MAX) {
		unsigned unit[2] = {code, 0};
		int i, n = 1;

		if (code >= 0x10000) {
			unit[0] = 0xd800 + ((code - 0x10000) >> 10);
			unit[1] = 0xdc00 + (code & 0x3ff);
			n = 2;
		}
		for (i = 0; i < n; i++) {
			const unsigned char two[2] = {
				(unsigned char)(unit[i] >> 8),
				(unsigned char)unit[i],
			};

			str_add_bytes(&bytes, two, sizeof(two));
		}
	}
	if (bytes.failed)
		on_error(HPDF_FAILD_TO_ALLOC_MEM, 0, to);
	if (went_well(to))
		put(to, dict, key,
			HPDF_Binary_New(to->memory, (HPDF_BYTE *)bytes.at,
				(HPDF_UINT)bytes.len));
	str_finish(&bytes);
}

/* --- fonts --- */

static HPDF_Dict
write_descriptor(struct writer *to, const struct font_subset *subset)
{
	HPDF_Dict dict = new_dict(to, "FontDescriptor");
	HPDF_Dict file = new_stream_of(to, &subset->file);
	HPDF_Array box = new_array(to);
	int i;

	put_number(to, file, "Length1", (int)subset->file.len);
	put_name(to, dict, "FontName", subset->name);
	put_number(to, dict, "Flags", 4 | (subset->is_fixed ? 1 : 0));
	for (i = 0; i < 4; i++)
		add_number(to, box, subset->box[i]);
	put(to, dict, "FontBBox", box);
	put_number(to, dict, "ItalicAngle", 0);
	put_number(to, dict, "Ascent", subset->ascent);
	put_number(to, dict, "Descent", subset->descent);
	put_number(to, dict, "CapHeight", subset->cap_height);
	put_number(to, dict, "StemV", 80);
	put(to, dict, "FontFile2", file);
	put(to, dict, "CIDSet", new_stream_of(to, &subset->cids));
	return dict;
}

static HPDF_Array
write_widths(struct writer *to, const struct font *font)
{
	HPDF_Array all = new_array(to);
	HPDF_Array part = NULL;
	size_t cid;

	for (cid = 1; cid <= font_cids(font); cid++) {
		if (cid % WIDTHS == 1) {
			part = new_array(to);
			add_number(to, all, (int)cid);
			add(to, all, part);
		}
		add_number(to, part, font_width(font, (uint16_t)cid));
	}
	return all;
}

static HPDF_Dict
write_cid_font(struct writer *to, const struct font *font,
	const struct font_subset *subset)
{
	HPDF_Dict dict = new_dict(to, "Font");
	HPDF_Dict system = went_well(to) ? HPDF_Dict_New(to->memory) : NULL;

	put_name(to, dict, "Subtype", "CIDFontType2");
	put_name(to, dict, "BaseFont", subset->name);
	put_string(to, system, "Registry", "Adobe");
	put_string(to, system, "Ordering", "Identity");
	put_number(to, system, "Supplement", 0);
	put(to, dict, "CIDSystemInfo", system);
	put(to, dict, "FontDescriptor", write_descriptor(to, subset));
	put_number(to, dict, "DW", 0);
	put(to, dict, "W", write_widths(to, font));
	put(to, dict, "CIDToGIDMap", new_stream_of(to, &subset->glyphs));
	return dict;
}

static HPDF_Dict
write_font(struct writer *to, const struct font *font, struct err *err)
{
	struct font_subset subset;
	HPDF_Dict dict;
	HPDF_Array descendants;

	if (!font_subset(font, &subset, err))
		return NULL;
	dict = new_dict(to, "Font");
	descendants = new_array(to);
	put_name(to, dict, "Subtype", "Type0");
	put_name(to, dict, "BaseFont", subset.name);
	put_name(to, dict, "Encoding", "Identity-H");
	add(to, descendants, write_cid_font(to, font, &subset));
	put(to, dict, "DescendantFonts", descendants);
	put(to, dict, "ToUnicode", new_stream_of(to, &subset.unicode));
	font_subset_finish(&subset);
	return dict;
}

/* --- what pages share --- */

static HPDF_Dict
write_form(struct writer *to, const struct pdf_form *form)
{
	HPDF_Dict dict = new_stream_of(to, &form->content);

	put_name(to, dict, "Type", "XObject");
	put_name(to, dict, "Subtype", "Form");
	put_box(to, dict, "BBox", form->w, form->h);
	if (went_well(to))
		put(to, dict, "Resources", HPDF_Dict_New(to->memory));
	return dict;
}

static HPDF_Dict
write_photo(struct writer *to, const struct pdf_photo *photo)
{
	HPDF_Dict dict = new_stream_of(to, &photo->grey);

	put_name(to, dict, "Type", "XObject");
	put_name(to, dict, "Subtype", "Image");
	put_number(to, dict, "Width", photo->w);
	put_number(to, dict, "Height", photo->h);
	put_name(to, dict, "ColorSpace", "DeviceGray");
	put_number(to, dict, "BitsPerComponent", 8);
	return dict;
}

/* One for all pages, so that a stream means the same on every page. */
static bool
write_resources(struct writer *to, HPDF_Dict *resources, struct err *err)
{
	HPDF_Dict fonts, forms;
	char name[32];
	size_t i;

	*resources = new_dict(to, NULL);
	fonts = went_well(to) ? HPDF_Dict_New(to->memory) : NULL;
	put(to, *resources, "Font", fonts);
	forms = went_well(to) ? HPDF_Dict_New(to->memory) : NULL;
	put(to, *resources, "XObject", forms);
	for (i = 0; i < to->pdf->n_fonts; i++) {
		HPDF_Dict font;

		if (to->pdf->fonts[i] == NULL)
			continue;
		font = write_font(to, to->pdf->fonts[i], err);
		if (font == NULL && went_well(to))
			return false;
		snprintf(name, sizeof(name), "F%zu", i);
		put(to, fonts, name, font);
	}
	for (i = 0; i < to->pdf->n_forms; i++) {
		snprintf(name, sizeof(name), "X%zu", i);
		put(to, forms, name, write_form(to, &to->pdf->forms[i]));
	}
	for (i = 0; i < to->pdf->n_photos; i++) {
		snprintf(name, sizeof(name), "P%zu", i);
		put(to, forms, name, write_photo(to, &to->pdf->photos[i]));
	}
	return true;
}

static void
write_page(struct writer *to, const struct pdf_page *from, HPDF_Dict resources,
	const HPDF_Dict *streams)
{
	HPDF_Dict page = new_dict(to, "Page");
	HPDF_Array contents = new_array(to);
	size_t i;

	put_box(to, page, "MediaBox", to->pdf->w_pt, to->pdf->h_pt);
	put(to, page, "Resources", resources);
	for (i = 0; i < from->n; i++)
		add(to, contents, streams[to->pdf->pieces[from->first + i]]);
	put(to, page, "Contents", contents);
	if (!went_well(to) || page == NULL)
		return;
	HPDF_Pages_AddKids(to->doc->root_pages, page);
	/* Only so is it counted; after AddKids, which wants libharu's own. */
	page->header.obj_class |= HPDF_OSUBCLASS_PAGE;
}

static bool
write_pages(struct writer *to, struct err *err)
{
	const struct pdf *pdf = to->pdf;
	HPDF_Dict *streams = calloc(pdf->n_contents + 1, sizeof(HPDF_Dict));
	HPDF_Dict resources;
	size_t i;

	if (streams == NULL)
		return err_errno(err, "PDF");
	if (!write_resources(to, &resources, err)) {
		free(streams);
		return false;
	}
	for (i = 0; i < pdf->n_contents; i++)
		streams[i] = new_stream_of(to, &pdf->contents[i]);
	for (i = 0; i < pdf->n_pages; i++)
		write_page(to, &pdf->pages[i], resources, streams);
	free(streams);
	return true;
}

/* --- about the document --- */

static void
add_xml(struct str *str, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			str_add(str, "&amp;");
		else if (*text == '<')
			str_add(str, "&lt;");
		else if (*text == '>')
			str_add(str, "&gt;");
		else
			str_add_bytes(str, text, 1);
	}
}

/* XMP says what the Info dictionary says: PDF/A wants them to agree. */
static void
write_metadata(struct writer *to)
{
	const time_t date = (time_t)to->pdf->date;
	struct str xmp = {0};
	struct tm tm;
	HPDF_Dict dict;
	char text[64];

	put_text(to, to->doc->info, "Title", to->pdf->title);
	put_string(to, to->doc->info, "Producer", PRODUCER);
	str_add(&xmp,
		"<?xpacket begin=\"\xef\xbb\xbf\" "
		"id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf="
		"\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
		"<rdf:Description rdf:about=\"\" "
		"xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
		"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	add_xml(&xmp, to->pdf->title);
	str_add(&xmp, "</rdf:li></rdf:Alt></dc:title></rdf:Description>\n"
		      "<rdf:Description rdf:about=\"\" "
		      "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/"
		      "\"><pdf:Producer>" PRODUCER
		      "</pdf:Producer></rdf:Description>\n");
	if (to->pdf->date != 0 && gmtime_r(&date, &tm) != NULL) {
		strftime(text, sizeof(text), "D:%Y%m%d%H%M%S+00'00'", &tm);
		put_string(to, to->doc->info, "CreationDate", text);
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S+00:00", &tm);
		str_addf(&xmp,
			"<rdf:Description rdf:about=\"\" "
			"xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
			"<xmp:CreateDate>%s</xmp:CreateDate>"
			"</rdf:Description>\n",
			text);
	}
	str_add(&xmp, "<rdf:Description rdf:about=\"\" "
		      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
		      "<pdfaid:part>1</pdfaid:part>"
		      "<pdfaid:conformance>B</pdfaid:conformance>"
		      "</rdf:Description>\n"
		      "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>");
	if (xmp.failed)
		on_error(HPDF_FAILD_TO_ALLOC_MEM, 0, to);
	/* Not deflated, so that a tool that knows no PDF can read it. */
	dict = new_stream(to, xmp.at, xmp.len, false);
	put_name(to, dict, "Type", "Metadata");
	put_name(to, dict, "Subtype", "XML");
	put(to, to->doc->catalog, "Metadata", dict);
	str_finish(&xmp);
}

static void
write_colour_space(struct writer *to)
{
	struct str icc = {0};
	HPDF_Dict profile, intent = new_dict(to, "OutputIntent");
	HPDF_Array intents = new_array(to);

	icc_srgb(&icc);
	if (icc.failed)
		on_error(HPDF_FAILD_TO_ALLOC_MEM, 0, to);
	profile = new_stream_of(to, &icc);
	str_finish(&icc);
	put_number(to, profile, "N", 3);
	put_name(to, intent, "S", "GTS_PDFA1");
	put_string(to, intent, "OutputConditionIdentifier", "sRGB");
	put_string(to, intent, "Info", "sRGB IEC61966-2.1");
	put(to, intent, "DestOutputProfile", profile);
	add(to, intents, intent);
	put(to, to->doc->catalog, "OutputIntents", intents);
}

/* No scaling: a reader expects the size that was drawn. */
static void
write_preferences(struct writer *to)
{
	HPDF_Dict dict = went_well(to) ? HPDF_Dict_New(to->memory) : NULL;

	put_string(to, to->doc->catalog, "Lang", to->pdf->lang);
	put_name(to, dict, "PrintScaling", "None");
	if (to->pdf->duplex)
		put_name(to, dict, "Duplex", "DuplexFlipLongEdge");
	if (went_well(to) && dict != NULL)
		HPDF_Dict_AddBoolean(dict, "DisplayDocTitle", HPDF_TRUE);
	put(to, to->doc->catalog, "ViewerPreferences", dict);
}

static void
write_id(struct writer *to)
{
	HPDF_Array id = new_array(to);
	HPDF_BYTE digest[16];
	int i;

	HPDF_MD5Final(digest, &to->digest);
	for (i = 0; i < 2 && went_well(to); i++)
		add(to, id,
			HPDF_Binary_New(to->memory, digest, sizeof(digest)));
	put(to, to->doc->trailer, "ID", id);
}

static void
copy_out(struct writer *to, struct str *out)
{
	HPDF_UINT i, n, len;

	HPDF_SaveToStream(to->doc);
	if (!went_well(to))
		return;
	n = HPDF_MemStream_GetBufCount(to->doc->stream);
	for (i = 0; i < n; i++) {
		const HPDF_BYTE *bytes =
			HPDF_MemStream_GetBufPtr(to->doc->stream, i, &len);

		str_add_bytes(out, bytes, len);
	}
}

bool
pdf_write(const struct pdf *pdf, struct str *out, struct err *err)
{
	struct writer to = {.pdf = pdf};
	bool ok = false;

	if (pdf->n_pages > PDF_PAGES)
		return err_set(err, ERR_LIMIT,
			"PDF: %zu pages, at most %d; print in parts",
			pdf->n_pages, PDF_PAGES);
	to.doc = HPDF_New(on_error, &to);
	if (to.doc == NULL)
		return err_set(err, ERR_LIBRARY, "PDF: libharu does not start");
	to.memory = to.doc->mmgr;
	to.xref = to.doc->xref;
	to.doc->pdf_version = HPDF_VER_14; /* PDF/A-1 is PDF 1.4 */
	HPDF_MD5Init(&to.digest);
	if (!write_pages(&to, err))
		goto out;
	write_metadata(&to);
	write_colour_space(&to);
	write_preferences(&to);
	write_id(&to);
	copy_out(&to, out);
	if (!went_well(&to)) {
		err_set(err, ERR_LIBRARY,
			"PDF: libharu stopped with error 0x%04lX (%lu)",
			(unsigned long)to.failure, (unsigned long)to.detail);
		goto out;
	}
	if (!str_ok(out, err)) {
		err_wrap(err, "PDF");
		goto out;
	}
	ok = true;
out:
	HPDF_Free(to.doc);
	return ok;
}
