#include "instrument/places.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

static bool
is_named(const yaml_node_t *node, const char *name)
{
	return node != NULL && node->type == YAML_SCALAR_NODE &&
	       strcmp((const char *)node->data.scalar.value, name) == 0;
}

/* The child of node that part names; *line is where it starts. */
static yaml_node_t *
child(yaml_document_t *document, yaml_node_t *node,
	const struct place_part *part, size_t *line)
{
	yaml_node_t *found = NULL;
	const yaml_node_pair_t *pair;

	if (node->type == YAML_SEQUENCE_NODE && part->name[0] == '\0') {
		const yaml_node_item_t *first = node->data.sequence.items.start;
		const size_t n =
			(size_t)(node->data.sequence.items.top - first);

		if (part->entry < 1 || part->entry > n)
			return NULL;
		found = yaml_document_get_node(
			document, first[part->entry - 1]);
		/* An alias leads back to where its anchor stands. */
		if (found != NULL && found->start_mark.line + 1 > *line)
			*line = found->start_mark.line + 1;
		return found;
	}
	if (node->type != YAML_MAPPING_NODE || part->name[0] == '\0')
		return NULL;
	for (pair = node->data.mapping.pairs.start;
		pair < node->data.mapping.pairs.top; pair++) {
		yaml_node_t *key = yaml_document_get_node(document, pair->key);

		if (!is_named(key, part->name))
			continue;
		*line = key->start_mark.line + 1;
		found = yaml_document_get_node(document, pair->value);
	}
	return found;
}

size_t
places_line(const char *text, size_t len, const struct place *place)
{
	yaml_parser_t parser;
	yaml_document_t document;
	yaml_node_t *node;
	size_t line = 0;
	size_t i;

	if (!yaml_parser_initialize(&parser))
		return 0;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	if (yaml_parser_load(&parser, &document)) {
		node = yaml_document_get_root_node(&document);
		if (node != NULL)
			line = node->start_mark.line + 1;
		for (i = 0; i < place->n_parts && node != NULL; i++)
			node = child(&document, node, &place->parts[i], &line);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
	return line;
}

/* libyaml counts lines from 0, but has no mark for errors in the bytes. */
static size_t
error_line(const yaml_parser_t *parser, const char *text, size_t len)
{
	size_t line = 1;
	size_t i;

	if (parser->error != YAML_READER_ERROR)
		return parser->problem_mark.line + 1;
	for (i = 0; i < parser->problem_offset && i < len; i++)
		line += text[i] == '\n';
	return line;
}

size_t
places_error(const char *text, size_t len, char *problem, size_t size)
{
	yaml_parser_t parser;
	yaml_event_t event;
	size_t line = 0;
	bool ended = false;

	if (!yaml_parser_initialize(&parser))
		return 0;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	while (!ended) {
		if (!yaml_parser_parse(&parser, &event)) {
			line = error_line(&parser, text, len);
			snprintf(problem, size, "%s",
				parser.problem != NULL ? parser.problem
						       : "out of memory");
			break;
		}
		ended = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return line;
}
