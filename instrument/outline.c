#include "instrument/outline.h"

#include "core/err.h"
#include "instrument/pictogram.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A quarter of a circle as a cubic: the error is 0.03 % of the radius. */
#define KAPPA 0.5522847498307936

const char *
outline_skip(const char *at)
{
	while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
		at++;
	return at;
}

static const char *
skip_comma(const char *at)
{
	at = outline_skip(at);
	return *at == ',' ? outline_skip(at + 1) : at;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
outline_number(const char **at, double *number)
{
	const char *start = *at;
	const char *end = start + (*start == '+' || *start == '-');
	char text[64];
	size_t digits = 0;
	double value;

	for (; is_digit(*end); end++)
		digits++;
	if (*end == '.')
		for (end++; is_digit(*end); end++)
			digits++;
	if (digits == 0)
		return false;
	if (*end == 'e' || *end == 'E') {
		const char *power = end + 1;

		power += *power == '+' || *power == '-';
		if (is_digit(*power)) {
			while (is_digit(*power))
				power++;
			end = power;
		}
	}
	if ((size_t)(end - start) >= sizeof(text))
		return false;
	memcpy(text, start, (size_t)(end - start));
	text[end - start] = '\0';
	value = g_ascii_strtod(text, NULL);
	if (!isfinite(value))
		return false;
	*number = value;
	*at = skip_comma(end);
	return true;
}

static bool
add(struct outline *outline, enum art_op op, const double *points, int n,
	struct err *err)
{
	struct art *art = outline->art;
	const double *m = outline->matrix;
	struct art_segment segment = {.op = op};
	int i;

	for (i = 0; i < n; i++) {
		const double x = points[2 * i];
		const double y = points[2 * i + 1];
		const double to_x = m[0] * x + m[2] * y + m[4];
		const double to_y = m[1] * x + m[3] * y + m[5];

		if (!(fabs(to_x) <= (double)PICTOGRAM_SIZE &&
			    fabs(to_y) <= (double)PICTOGRAM_SIZE))
			return err_set(err, ERR_LIMIT,
				"a point is farther than %.0f from 0",
				(double)PICTOGRAM_SIZE);
		segment.x[i] = (float)to_x;
		segment.y[i] = (float)to_y;
	}
	if (art->n_segments == PICTOGRAM_SEGMENTS)
		return err_set(err, ERR_LIMIT, "has more than %d curves",
			PICTOGRAM_SEGMENTS);
	if (art->n_segments == outline->room) {
		const size_t room = outline->room == 0 ? 64 : 2 * outline->room;
		struct art_segment *more =
			realloc(art->segments, room * sizeof(*art->segments));

		if (more == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		art->segments = more;
		outline->room = room;
	}
	art->segments[art->n_segments++] = segment;
	if (n > 0) {
		outline->x = points[2 * (n - 1)];
		outline->y = points[2 * (n - 1) + 1];
	}
	return true;
}

bool
outline_move(struct outline *outline, double x, double y, struct err *err)
{
	if (!add(outline, ART_MOVE, (double[]){x, y}, 1, err))
		return false;
	outline->start_x = x;
	outline->start_y = y;
	outline->is_open = true;
	return true;
}

/* After Z a new subpath starts where the old one did. */
static bool
open_subpath(struct outline *outline, struct err *err)
{
	return outline->is_open ||
	       outline_move(outline, outline->x, outline->y, err);
}

bool
outline_line(struct outline *outline, double x, double y, struct err *err)
{
	return open_subpath(outline, err) &&
	       add(outline, ART_LINE, (double[]){x, y}, 1, err);
}

bool
outline_curve(struct outline *outline, const double p[6], struct err *err)
{
	return open_subpath(outline, err) && add(outline, ART_CURVE, p, 3, err);
}

bool
outline_close(struct outline *outline, struct err *err)
{
	if (!add(outline, ART_CLOSE, NULL, 0, err))
		return false;
	outline->x = outline->start_x;
	outline->y = outline->start_y;
	outline->is_open = false;
	return true;
}

static double
angle(double ux, double uy, double vx, double vy)
{
	return atan2(ux * vy - uy * vx, ux * vx + uy * vy);
}

bool
outline_arc(struct outline *outline, double rx, double ry, double turn,
	bool large, bool sweep, double x, double y, struct err *err)
{
	const double phi = fmod(turn, 360.0) * G_PI / 180.0;
	const double co = cos(phi);
	const double si = sin(phi);
	const double dx = (outline->x - x) / 2.0;
	const double dy = (outline->y - y) / 2.0;
	const double x1 = co * dx + si * dy;
	const double y1 = co * dy - si * dx;
	const double mid_x = (outline->x + x) / 2.0;
	const double mid_y = (outline->y + y) / 2.0;
	double spread;
	double root;
	double cx;
	double cy;
	double from;
	double sweep_angle;
	int n;
	int i;

	rx = fabs(rx);
	ry = fabs(ry);
	if (dx == 0.0 && dy == 0.0)
		return true; /* F.6.2: left out */
	if (rx == 0.0 || ry == 0.0)
		return outline_line(outline, x, y, err);
	/* F.6.6: radii that do not reach are made larger. */
	spread = (x1 / rx) * (x1 / rx) + (y1 / ry) * (y1 / ry);
	if (spread > 1.0) {
		rx *= sqrt(spread);
		ry *= sqrt(spread);
		spread = 1.0;
	}
	/* F.6.5: the centre, then the angles, in the ellipse's own frame. */
	root = sqrt(fmax(0.0, 1.0 / spread - 1.0));
	if (large == sweep)
		root = -root;
	cx = root * rx * y1 / ry;
	cy = -root * ry * x1 / rx;
	from = angle(1.0, 0.0, (x1 - cx) / rx, (y1 - cy) / ry);
	sweep_angle = angle((x1 - cx) / rx, (y1 - cy) / ry, (-x1 - cx) / rx,
		(-y1 - cy) / ry);
	if (!sweep && sweep_angle > 0.0)
		sweep_angle -= 2.0 * G_PI;
	if (sweep && sweep_angle < 0.0)
		sweep_angle += 2.0 * G_PI;
	if (!isfinite(from) || !isfinite(sweep_angle))
		return err_set(err, ERR_LIMIT, "an arc is out of range");
	n = (int)ceil(fabs(sweep_angle) / (G_PI / 2.0) - 1e-9);
	n = n < 1 ? 1 : n;
	for (i = 0; i < n; i++) {
		const double a = from + sweep_angle * i / n;
		const double b = from + sweep_angle * (i + 1) / n;
		const double k = 4.0 / 3.0 * tan((b - a) / 4.0);
		const double u[6] = {cos(a) - k * sin(a), sin(a) + k * cos(a),
			cos(b) + k * sin(b), sin(b) - k * cos(b), cos(b),
			sin(b)};
		double p[6];
		int j;

		for (j = 0; j < 6; j += 2) {
			const double ex = cx + rx * u[j];
			const double ey = cy + ry * u[j + 1];

			p[j] = co * ex - si * ey + mid_x;
			p[j + 1] = si * ex + co * ey + mid_y;
		}
		if (i == n - 1) {
			p[4] = x;
			p[5] = y;
		}
		if (!outline_curve(outline, p, err))
			return false;
	}
	return true;
}

/* A quarter of an ellipse from the pen to (x, y); (kx, ky) is the corner. */
static bool
quarter(struct outline *outline, double kx, double ky, double x, double y,
	struct err *err)
{
	const double p[6] = {outline->x + KAPPA * (kx - outline->x),
		outline->y + KAPPA * (ky - outline->y), x + KAPPA * (kx - x),
		y + KAPPA * (ky - y), x, y};

	return outline_curve(outline, p, err);
}

bool
outline_rect(struct outline *outline, double x, double y, double w, double h,
	double rx, double ry, struct err *err)
{
	const double right = x + w;
	const double low = y + h;

	rx = fmin(rx, w / 2.0);
	ry = fmin(ry, h / 2.0);
	if (rx == 0.0 || ry == 0.0)
		return outline_move(outline, x, y, err) &&
		       outline_line(outline, right, y, err) &&
		       outline_line(outline, right, low, err) &&
		       outline_line(outline, x, low, err) &&
		       outline_close(outline, err);
	return outline_move(outline, x + rx, y, err) &&
	       outline_line(outline, right - rx, y, err) &&
	       quarter(outline, right, y, right, y + ry, err) &&
	       outline_line(outline, right, low - ry, err) &&
	       quarter(outline, right, low, right - rx, low, err) &&
	       outline_line(outline, x + rx, low, err) &&
	       quarter(outline, x, low, x, low - ry, err) &&
	       outline_line(outline, x, y + ry, err) &&
	       quarter(outline, x, y, x + rx, y, err) &&
	       outline_close(outline, err);
}

bool
outline_ellipse(struct outline *outline, double cx, double cy, double rx,
	double ry, struct err *err)
{
	return outline_move(outline, cx + rx, cy, err) &&
	       quarter(outline, cx + rx, cy + ry, cx, cy + ry, err) &&
	       quarter(outline, cx - rx, cy + ry, cx - rx, cy, err) &&
	       quarter(outline, cx - rx, cy - ry, cx, cy - ry, err) &&
	       quarter(outline, cx + rx, cy - ry, cx + rx, cy, err) &&
	       outline_close(outline, err);
}

/* Path data that is being read. */
struct data {
	const char *at;
	char last; /* the command before, in upper case; 0 at the start */
	double control_x, control_y; /* its last control point */
};

static bool
numbers(struct data *data, double *out, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (!outline_number(&data->at, &out[i]))
			return false;
	return true;
}

/* Flags may stand without a space between: "a1 1 0 015 5". */
static bool
flag(struct data *data, bool *out)
{
	if (*data->at != '0' && *data->at != '1')
		return false;
	*out = *data->at == '1';
	data->at = skip_comma(data->at + 1);
	return true;
}

/* One cubic or quadratic, by its control points. */
static bool
curve(struct outline *outline, struct data *data, char command, double x0,
	double y0, struct err *err)
{
	const double pen_x = outline->x;
	const double pen_y = outline->y;
	const bool cubic = command == 'C' || command == 'S';
	const bool smooth = command == 'S' || command == 'T';
	const char before = data->last;
	/* S follows C or S, T follows Q or T; else the pen is the control. */
	const bool mirror = cubic ? before == 'C' || before == 'S'
				  : before == 'Q' || before == 'T';
	const int given = cubic ? (smooth ? 4 : 6) : (smooth ? 2 : 4);
	double n[6];
	double p[6];
	int i;

	if (!numbers(data, n + (smooth ? 2 : 0), given))
		return err_set(err, ERR_INPUT, "%c lacks a number", command);
	for (i = smooth ? 2 : 0; i < given + (smooth ? 2 : 0); i += 2) {
		n[i] += x0;
		n[i + 1] += y0;
	}
	if (smooth) {
		n[0] = mirror ? 2.0 * pen_x - data->control_x : pen_x;
		n[1] = mirror ? 2.0 * pen_y - data->control_y : pen_y;
	}
	if (cubic) {
		data->control_x = n[2];
		data->control_y = n[3];
		return outline_curve(outline, n, err);
	}
	data->control_x = n[0];
	data->control_y = n[1];
	p[0] = pen_x + 2.0 / 3.0 * (n[0] - pen_x);
	p[1] = pen_y + 2.0 / 3.0 * (n[1] - pen_y);
	p[2] = n[2] + 2.0 / 3.0 * (n[0] - n[2]);
	p[3] = n[3] + 2.0 / 3.0 * (n[1] - n[3]);
	p[4] = n[2];
	p[5] = n[3];
	return outline_curve(outline, p, err);
}

static bool
arc(struct outline *outline, struct data *data, double x0, double y0,
	struct err *err)
{
	double n[5];
	bool large;
	bool sweep;

	if (!numbers(data, n, 3) || !flag(data, &large) ||
		!flag(data, &sweep) || !numbers(data, n + 3, 2))
		return err_set(err, ERR_INPUT, "A lacks a number or a flag");
	return outline_arc(outline, n[0], n[1], n[2], large, sweep, n[3] + x0,
		n[4] + y0, err);
}

static bool
step(struct outline *outline, struct data *data, char command, bool relative,
	struct err *err)
{
	const double x0 = relative ? outline->x : 0.0;
	const double y0 = relative ? outline->y : 0.0;
	double n[2];

	switch (command) {
	case 'M':
	case 'L':
		if (!numbers(data, n, 2))
			break;
		return command == 'M' ? outline_move(outline, n[0] + x0,
						n[1] + y0, err)
				      : outline_line(outline, n[0] + x0,
						n[1] + y0, err);
	case 'H':
		if (!numbers(data, n, 1))
			break;
		return outline_line(outline, n[0] + x0, outline->y, err);
	case 'V':
		if (!numbers(data, n, 1))
			break;
		return outline_line(outline, outline->x, n[0] + y0, err);
	case 'A':
		return arc(outline, data, x0, y0, err);
	case 'Z':
		return outline_close(outline, err);
	default:
		return curve(outline, data, command, x0, y0, err);
	}
	return err_set(err, ERR_INPUT, "%c lacks a number", command);
}

bool
outline_path(struct outline *outline, const char *text, struct err *err)
{
	struct data data = {.at = outline_skip(text)};
	char command;
	bool relative;

	if (*data.at != 'M' && *data.at != 'm')
		return err_set(err, ERR_INPUT, "does not start with M");
	outline->x = 0.0;
	outline->y = 0.0;
	while (*data.at != '\0') {
		if (!g_ascii_isgraph(*data.at))
			return err_set(err, ERR_INPUT,
				"has a byte that is no command");
		if (strchr("MmLlHhVvCcSsQqTtAaZz", *data.at) == NULL)
			return err_set(err, ERR_INPUT, "unknown command '%c'",
				*data.at);
		relative = *data.at >= 'a';
		command = (char)(relative ? *data.at - 'a' + 'A' : *data.at);
		data.at = outline_skip(data.at + 1);
		do {
			if (!step(outline, &data, command, relative, err))
				return false;
			data.last = command;
			if (command == 'M')
				command = 'L'; /* pairs behind it are lines */
			data.at = outline_skip(data.at);
		} while (command != 'Z' && *data.at != '\0' &&
			 strchr("+-.0123456789", *data.at) != NULL);
	}
	return true;
}
