"""Holds CQL files against the grammar of Apache Cassandra's own shell: `python3 cql.py FILE...`.

Each statement has to be one whole statement of that grammar (cqlshlib of the package cqlsh). What the shell does not
know is checked after it as the server does: every column of a key is a column, once, of a type that a key may have; no
name comes twice; a table lies in a keyspace that was made. Prints what is wrong; ends with 1 then.
"""

import re
import sys

from cqlshlib.cql3handling import CqlRuleSet
from cqlshlib.pylexotron import LexingError

# The longest name of a keyspace or a table that the server takes.
LONGEST = 48
TYPES = {
    "boolean", "int", "bigint", "double", "decimal", "uuid", "date", "timestamp", "blob", "text",
}
# Of the options of a table those that are written.
OPTIONS = {"comment", "default_time_to_live", "compaction", "gc_grace_seconds"}


def whole(statement, text):
    """Whether tokens are one statement of the grammar with nothing left over."""
    matched = CqlRuleSet.cql_whole_parse_tokens(statement, srcstr=text)
    return matched is not None


def table(source):
    """Columns with their types and the parts of the key of a CREATE TABLE."""
    inside = source[source.index("(") + 1:source.rindex(")") if " WITH " not in source else source.index("\n) WITH ")]
    columns = re.findall(r'^\s*("(?:[^"]|"")*"|\w+) (\w+),?$', inside, re.M)
    key = re.search(r"PRIMARY KEY \((.*)\)$", inside.strip(), re.M)
    return columns, re.findall(r'"(?:[^"]|"")*"|\w+', key.group(1)) if key else []


def errors(text):
    try:
        statements, unfinished = CqlRuleSet.cql_split_statements(text)
    except LexingError as error:
        yield f"no token: {error}"
        return
    if unfinished:
        yield "the last statement does not end"
    keyspaces, tables = set(), set()
    for statement in filter(None, statements):
        source = CqlRuleSet.cql_extract_orig(statement, text)
        if not whole(statement, text):
            yield f"not a statement: {source}"
            continue
        made = re.match(r"CREATE KEYSPACE IF NOT EXISTS (\w+)", source)
        if made:
            keyspaces.add(made.group(1))
            continue
        made = re.match(r'CREATE TABLE IF NOT EXISTS (\w+)\.("[^"]*")', source)
        if not made:
            yield f"neither a keyspace nor a table: {source}"
            continue
        keyspace, name = made.groups()
        if keyspace not in keyspaces:
            yield f"{name} lies in {keyspace}, which nobody made"
        if len(name.strip('"')) > LONGEST or len(keyspace) > LONGEST:
            yield f"too long a name: {keyspace}.{name}"
        if (keyspace, name) in tables:
            yield f"twice: {name}"
        tables.add((keyspace, name))
        columns, key = table(source)
        names = [column for column, _ in columns]
        if len(set(names)) != len(names):
            yield f"{name}: a column twice: {names}"
        if not key or len(set(key)) != len(key) or not set(key) <= set(names):
            yield f"{name}: the key {key} is not made of the columns {names}, each once"
        options = set(re.findall(r"(?:WITH|AND) (\w+) = ", source))
        if not options <= OPTIONS:
            yield f"{name}: no options of a table: {options - OPTIONS}"
        for column, kind in columns:
            if kind not in TYPES:
                yield f"{name}: {column} is of no type that Cassandra has: {kind}"


wrong = False
for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as text:
        for error in errors(text.read()):
            print(f"{file}: {error}")
            wrong = True
sys.exit(wrong)
