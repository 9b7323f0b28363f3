#include "cli/target_warnings.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/data_files.h"
#include "cli/terminal.h"
#include "http/ip.h"
#include "lang/json/json.h"
#include "lang/yaml/yaml.h"

#define TARGETS "fixtures/targets"

static void add(json_t *warnings, const char *text)
{
    json_array_append_new(warnings, json_string(text));
}

/* "203.0.113.7:443" or "[2001:db8::7]:443" */
static bool is_private(ct_arena *arena, const char *address)
{
    const char *colon = strrchr(address, ':');
    size_t size = colon ? (size_t)(colon - address) : strlen(address);
    if (*address == '[' && size > 1) {
        address++;
        size -= 2;
    }
    ct_ip const ip = ct_ip_read(ct_arena_copy(arena, address, size));
    return ip.size && ct_ip_is_private(&ip);
}

/* Names are not looked up; RFC 6761 reserves those of the local host. */
static bool is_private_host(const char *host)
{
    static const char name[] = "localhost";
    size_t size = strlen(host);
    size -= size && host[size - 1] == '.';
    ct_ip const ip = ct_ip_read(host);
    if (ip.size)
        return ct_ip_is_private(&ip);
    size_t const from = size < sizeof name - 1 ? 0 : size - (sizeof name - 1);
    return size >= sizeof name - 1 && !strncasecmp(host + from, name, sizeof name - 1) &&
           (!from || host[from - 1] == '.');
}

static void add_private_peers(ct_arena *arena, const json_t *connection, json_t *warnings)
{
    size_t index;
    const json_t *peer;
    json_array_foreach(json_object_get(connection, "peers"), index, peer)
    {
        const char *address = json_string_value(json_object_get(peer, "address"));
        if (!address || !is_private(arena, address))
            continue;
        add(warnings, ct_arena_printf(arena,
                                      "the peer %s has a loopback or private address: no one "
                                      "outside its network can repeat the run",
                                      address));
        return;
    }
}

/* ---- Values of the shipped targets ---- */

/* Returns the names of variables with the value that a shipped target file has; NULL: none. */
static const char *same_values(ct_arena *arena, const json_t *shipped, const json_t *values)
{
    ct_buf names = CT_BUF(CT_BUF_ANY);
    const char *name;
    const json_t *value;
    json_object_foreach(ct_json_iterable(shipped), name, value)
    {
        const char *own = json_string_value(json_object_get(values, name));
        if (own && json_is_string(value) && !strcmp(own, json_string_value(value)))
            ct_buf_printf(&names, "%s%s", names.size ? ", " : "", name);
    }
    const char *result = names.size ? ct_arena_text(arena, ct_buf_str(&names)) : NULL;
    ct_buf_free(&names);
    return result;
}

static void compare_file(ct_arena *arena, const char *folder, const char *file,
                         const ct_target *target, json_t *warnings)
{
    ct_diag ignored = {.arena = arena};
    const ct_source *source =
        ct_source_read(arena, ct_arena_printf(arena, "%s/%s", folder, file), &ignored);
    const ct_yaml *root = source ? ct_yaml_parse(arena, source, &ignored) : NULL;
    const ct_yaml *vars = root && root->kind == CT_YAML_MAP ? ct_yaml_get(root, "vars") : NULL;
    const json_t *shipped = vars ? ct_yaml_json(arena, vars, &ignored) : NULL;
    const char *names = same_values(arena, shipped, target->values);
    if (names)
        add(warnings,
            ct_arena_printf(arena, "the target has values of the shipped file " TARGETS "/%s: %s",
                            file, names));
}

static int is_yaml(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && !strcmp(dot, ".yaml");
}

static void add_shipped_values(ct_arena *arena, const ct_target *target, json_t *warnings)
{
    ct_diag ignored = {.arena = arena};
    const char *folder = ct_data_file(arena, TARGETS, &ignored);
    struct dirent **entries = NULL;
    int const count = folder ? scandir(folder, &entries, is_yaml, alphasort) : -1;
    if (count < 0)
        add(warnings, "the shipped target files were not found, so that their values were not "
                      "compared with those of the target");
    for (int i = 0; i < count; i++) {
        compare_file(arena, folder, entries[i]->d_name, target, warnings);
        free(entries[i]);
    }
    free(entries);
}

json_t *ct_target_warnings(ct_session *session, const json_t *claims, const ct_target *target)
{
    ct_arena *arena = session->arena;
    json_t *warnings = ct_json_own(arena, json_array());
    const json_t *connection = json_object_get(claims, "connection");
    const char *rerouted = json_string_value(json_object_get(connection, "reroutedBy"));
    if (rerouted)
        add(warnings, ct_arena_printf(arena,
                                      "the requests reached another address than the URL names, "
                                      "because of %s",
                                      rerouted));
    if (target && target->host && is_private_host(target->host))
        add(warnings, ct_arena_printf(arena,
                                      "the host of the target, %s, is on loopback or in a private "
                                      "network: no one outside of it can repeat the run",
                                      target->host));
    else
        add_private_peers(arena, connection, warnings);
    if (target)
        add_shipped_values(arena, target, warnings);
    return warnings;
}

void ct_print_target_warnings(const json_t *warnings)
{
    size_t index;
    const json_t *warning;
    json_array_foreach(warnings, index, warning)
    {
        fputs("warning: ", stdout);
        ct_terminal_print(json_string_value(warning));
        putchar('\n');
    }
}
