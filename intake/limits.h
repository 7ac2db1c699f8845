/*
 * Every threshold of reading, in one table.
 *
 * Contrast is (paper - value) / (paper - print's black), 0 paper to 1 black,
 * both measured on the page itself. Ink mass is area weighted by contrast (see
 * INK_FULL): mm^2 of well inked pen.
 *
 * Sources: [A] arithmetic from the frame (core/frame.h); [V] VxSuite's and
 * VVSG 2.0's published limits; [P] published measurements of real pens on
 * paper forms (single strokes in a 5 mm box cover at least 8 % of it, empty
 * boxes 0 %); [B] set by our own bench of synthetic pages, tests/test_read.c.
 */
#ifndef SKAPA_INTAKE_LIMITS_H
#define SKAPA_INTAKE_LIMITS_H

/* --- Working picture ------------------------------------------------- */
/* Reduced so that at least this is left; 150 dpi decodes as well as 300. [B] */
#define LIMIT_WORK_DPI 145
/* Below this on the long side nothing can be read: A4 at 80 dpi. [A] */
#define LIMIT_MIN_SIDE 900
/* Side lengths that a dots-per-inch figure may imply before it is a lie. [A] */
#define LIMIT_DPI_SIDE_MIN_MM 140
#define LIMIT_DPI_SIDE_MAX_MM 460

/* --- Paper ----------------------------------------------------------- */
/* A tile darker than this share of the page's paper shows no paper. [B] */
#define LIMIT_PAPER_SHARE 0.60
/* A page whose print is nearer to its paper than this cannot be read. [B] */
#define LIMIT_RANGE 24
/* A page with less dark area than this, mm^2, has no ink: a blank back. [B] */
#define LIMIT_BLANK_MM2 6.0
/* Less ink than this in a field, mm^2, is no writing: "no" by pen has 4. */
#define LIMIT_WRITING_MM2 2.0
#define LIMIT_BLANK_CONTRAST 0.30
/* A page with more of the picture leaves no room for a second one. [A] */
#define LIMIT_ALONE 0.6
/* Paper darker than this is none: a black or inverted picture. [A] */
#define LIMIT_BLANK_WHITE 80
#define LIMIT_BLANK_EDGE_MM 6.0

/* --- Anchors --------------------------------------------------------- */
/*
 * (Ixx + Iyy) / A^2: 1/6 for a solid square, 0.230 for one with our hole,
 * 0.159 for a disc. [A]
 */
#define LIMIT_SOLID_MIN 0.155
#define LIMIT_SOLID_MAX 0.200
#define LIMIT_HOLLOW_MIN 0.200
#define LIMIT_HOLLOW_MAX 0.275
/* Of the two principal moments. A 25-degree camera tilt stays below. [B] */
#define LIMIT_ANCHOR_OBLONG 1.9
/* Its side against what the distances between anchors say. [B] */
#define LIMIT_ANCHOR_SIDE 0.22
/* Sides of the quadrilateral against 182 x 269 mm, and its right angle. [B] */
#define LIMIT_QUAD_ASPECT 0.14
#define LIMIT_QUAD_COSINE 0.16
/* Fourth anchor from where the other three put it, share of diagonal. [B] */
#define LIMIT_QUAD_FOURTH 0.11
/* An anchor further than this from the plane of the rest is doubted, mm. [B] */
#define LIMIT_ANCHOR_OFF_MM 0.6
/* Root mean square at anchors and codes; above: refused, `distorted`. [B] */
#define LIMIT_RESIDUAL_MM 1.2

/* --- Finder patterns, where anchors are lost --------------------------- */
/* Sides of the corner that three make, against each other, and its angle. [B]*/
#define LIMIT_FINDER_ASPECT 0.12
/* Their distance against the size of the patterns. [B] */
#define LIMIT_FINDER_SIZE 0.25
/* A point that is this far from the map of all others is something else. [B]*/
#define LIMIT_PIN_MM 1.5
/* What lies this share of its distance further out may be it, too. [B] */
#define LIMIT_PIN_SHARE 0.02
/* Points that spread this far both ways tell an affine map, um. [B] */
#define LIMIT_AFFINE_SPREAD 30000.0

/* --- Scale: printed size against the layout. [V], issue contract. ------ */
/* 93 and 103 % with 1 % for what a scanner is off itself. */
#define LIMIT_SCALE_MIN 0.92
#define LIMIT_SCALE_MAX 1.04
/* A print that is so far off (A4 on A5 or A3, and more) is not ours. [A] */
#define LIMIT_SCALE_OURS_MIN 0.65
#define LIMIT_SCALE_OURS_MAX 1.5
/* A4-shaped: side ratio within this of 297/210. [A] */
#define LIMIT_A4_ASPECT 0.02

/* --- Page code ------------------------------------------------------- */
#define LIMIT_CODE_SEARCH_MM 0.75
#define LIMIT_CODE_WIDE_MM 3.0
/* Agreement with the known modules, -1..1: a code is there. [B] */
#define LIMIT_CODE_SEEN 0.45
/* Good enough that its data modules can speak against the other copy. [B] */
#define LIMIT_CODE_CLEAR 0.80
/* Share of data modules by which two clear copies of one code differ. [B] */
#define LIMIT_CODE_DIFFERS 0.20

/* --- Print ----------------------------------------------------------- */
/* Print may lie this far from where the refined map says. [B] */
#define LIMIT_PRINT_UM 250
/* Where print may be darker than this contrast, no ink can be told. [B] */
#define LIMIT_PRINT_MASK 0.30

/* Less of the boxes' print than this, on the mean: not our print. [B] */
#define LIMIT_PRINT_SEEN 0.15
/* Share of boxes and of tiles with edges that are where the print has them.
 * Another page under the same frame: up to 0.39; a quarter covered: from 0.67.
 * [B] */
#define LIMIT_PRINT_FOUND 0.42

/* --- Box outlines ---------------------------------------------------- */
/* 1.5 % of stretch along 300 mm moves print by this. [A] */
#define LIMIT_OUTLINE_SEARCH_UM 2000
/* Correlation of edge profiles, 0..1: the outline is there. [B] */
#define LIMIT_OUTLINE_FOUND 0.60
/* A shift further than this from its neighbours' is not believed, mm. [B] */
#define LIMIT_OUTLINE_STRAY_MM 0.40
/* Print further than this from the map's place: paper that is stretched by
 * more than 1.5 % may lie where nobody looks. [A] */
#define LIMIT_DRIFT_MM 1.5
/* Local stretch that moves print out of its mask, as the field measures it:
 * 1.5 % gives up to 0.045, 4 % from 0.048. [B] */
#define LIMIT_STRAIN 0.048
/* The step at the print's edges, of that from paper to black: found. [B] */
#define LIMIT_EDGES_FOUND 0.22

/* --- Dither ----------------------------------------------------------- */
/* Spots of ink on a page that make it dithered: it is smoothed first. [B] */
#define LIMIT_DITHER_SPOTS 8000

/* --- Ink ------------------------------------------------------------- */
/* Least contrast of ink, or this many times the page's noise. [B] */
#define LIMIT_INK 0.07
#define LIMIT_INK_NOISE 4.0
/* A page so rough that ink paler than this is lost in it has no blanks: pencil
 * has 0.2 and more. [B] */
#define LIMIT_INK_BLIND 0.20
/* Contrast that counts in full; below it ink mass is in proportion. [B] */
#define LIMIT_INK_FULL 0.50
/* Ink paler than this may be the other side's print, showing through. [B] */
#define LIMIT_PALE 0.35
/* Of the page's tiles of 15 mm, the share with such ink that makes it the
 * paper's, not a person's: ten marks and a note lie in a tenth of them. [A] */
#define LIMIT_PALE_TILES 0.15
/* In a tile, mm^2. */
#define LIMIT_PALE_MM2 1.5
/* A connected spot below this mass is a speck: 0.2 mm across. [B] */
#define LIMIT_SPECK_MM2 0.035
/* Strokes nearer than this are one: a pen line cut by a printed line. [B] */
#define LIMIT_JOIN_MM 0.5

/* --- Marks ----------------------------------------------------------- */
/* Mass of a certain mark: a pen dot 0.6 mm across, a 1 mm line. [P] */
#define LIMIT_MARK_MM2 0.28
/* Mass above which ink may be a mark. [V]: a 1 mm pencil line is seen. */
#define LIMIT_MAYBE_MM2 0.08
/* Beside a certain mark a spot in the picture is dirt below this. [B] */
#define LIMIT_BESIDE_MM2 0.30
/* A sliver along print that may be a mark, or twice the page's usual. Of 1,100
 * zones 98.6 % have none above 0.05. [B] */
#define LIMIT_SLIVER_MM2 0.15
/* Ink over words or a picture, in 2 x 2 mm beyond its print's share, that may
 * be a mark, or so many times what a quarter of the page's zones have. [A] */
#define LIMIT_OVERPRINT_MM2 0.7
#define LIMIT_OVERPRINT_USUAL 2.0
/* A box's side thicker than the others' by this: a pen along it. A tail of
 * half a millimetre that crosses it adds 0.16. [A] */
#define LIMIT_THICKER_MM 0.18
/* Spots below LIMIT_MAYBE_MM2 in one zone, beyond the page's usual dirt. [B]*/
#define LIMIT_DIRT_MM2 0.30
/* Mean contrast of a certain mark, weighted by mass. [B] */
#define LIMIT_MARK_CONTRAST 0.18
/* A mark on a page that shows through is certain at this many times what
 * shows: its like cannot have been taken out. [B] */
#define LIMIT_THROUGH 1.4
/* Ink as pale as what shows through, beyond the item's least, that may be a
 * mark besides a certain one. [A]: what shows through differs by up to 2.4 from
 * box to box; a box filled in faint pencil has 8. */
#define LIMIT_PALED_MM2 4.0
/* The same of the mark itself, as a share of what was left of it: the pen is
 * as pale as what shows. A dark pen's rim has a quarter. [B] */
#define LIMIT_PALED 0.5
/* A box's inside darker than the page's others by this mean contrast, and by
 * so many of their median deviations, is not blank: a faint line of 1 x 2 mm
 * adds 0.02, however coarse the scan's dots are. [A] */
#define LIMIT_TONE 0.02
#define LIMIT_TONE_DEVIATIONS 8.0
/* Share of a stroke in one zone that makes it that zone's. */
#define LIMIT_BULK 0.65
/* A tail in a neighbour's box: at most this share of what is in its own. [B] */
#define LIMIT_TAIL 0.40
/* Inside share of a box that is heavy, perhaps blackened to undo it. [P] */
#define LIMIT_HEAVY 0.42
/* Ink outside every zone but this near to the item's zones, mm. */
#define LIMIT_NEAR_MM 4.0
/* Mass of stray ink that brings a blank, or an answered, item to review. [B]*/
#define LIMIT_STRAY_BLANK_MM2 0.30
#define LIMIT_STRAY_MM2 1.2

/* A blank item's mark may stand this far from its zones, mm: on the question
 * above them, or in the margin beside. [A] */
#define LIMIT_REMOTE_MM 30.0
/* Below this contrast and wider and higher than this, mm, it is a stain. [B] */
#define LIMIT_STAIN_CONTRAST 0.30
#define LIMIT_STAIN_MM 14.0
/* A ring of it has a line as broad as this, mm. [B] */
#define LIMIT_STAIN_BROAD_MM 1.5

/* --- Zones that cannot be seen --------------------------------------- */
/* Share of the zone's print that must be seen, against the page's own. [B] */
#define LIMIT_SEEN 0.55
/* Share of a box that a punched hole took: what was there is not known. [A] */
#define LIMIT_HOLE 0.25
/* Share of a zone that is ink when it is covered, not marked. [B] */
#define LIMIT_COVERED 0.80
/* Strokes that reach further than this are no mark: tear, fold, streak. [B] */
#define LIMIT_STROKE_MM 75.0
/* A streak: rows of the page in which its column is dark. [V] */
#define LIMIT_STREAK_SHARE 0.60
#define LIMIT_STREAK_MM 1.2
/* Wider than this is no streak: a covered part, a missing one. [A] */
#define LIMIT_STREAK_WIDE_MM 5.0

/*
 * The form of a mark that is not in the box, but on the picture or the words:
 * spread at least so far both ways, not longer than so many times its breadth
 * unless short, this share of it in pieces of some size, and not filled more
 * than this.
 * From an acceptance test with pens, smudges and shadows that were not ours.
 */
#define LIMIT_FORM_MM 2.5
#define LIMIT_BAND_MM 8
#define LIMIT_BAND 3
/* A band so long and so narrow is no mark, in the box or not. */
#define LIMIT_STRIPE_MM 20
#define LIMIT_STRIPE 5
#define LIMIT_BULK_FORM 0.6
#define LIMIT_PIECE_MM2 1.2
/* A piece that print cut off a mark lies this near to the rest. Of 3,794 real
 * ticks, crosses and fillings on a dense sheet 93 were asked with 1.5 mm, 36
 * with 2.2 and 11 with 3: what is left of a box's line and its words. [B] */
#define LIMIT_PIECE_MM 3.0
#define LIMIT_FULL 0.6
/* Ink in a box below this is a touch, not a visit. */
#define LIMIT_IN_BOX_MM2 0.12
/* Of a mark without form, less than this in the box: it passes by. [A] */
#define LIMIT_PASSING 0.5
#define LIMIT_INSIDE 0.02 /* of the box's inside */

#endif
