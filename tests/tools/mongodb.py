"""Makes the indexes that mongodb.mjs noted in mongomock, a MongoDB in memory: `python3 mongodb.py FILE`.

Each index is made; one that is unique refuses the second document of the same values; one with expireAfterSeconds
removes what is old. A unique index of a sharded collection begins with its shard key, which mongomock does not know and
a server demands. Prints what is wrong; ends with 1 then.
"""

import datetime
import json
import sys

import mongomock

LONGEST_NAME = 127
LONG_AGO = datetime.datetime(2000, 1, 1)


def errors(asked):
    db = mongomock.MongoClient().shop
    indexes, made = {}, set()
    for command in asked:
        if "create" in command:
            db.create_collection(command["create"])
            made.add(command["create"])
        elif "index" in command:
            name, options = command["index"], command["options"]
            if name not in made:
                yield f"an index over {name}, which nobody made"
            own = indexes.setdefault(name, [])
            if options["name"] in [other["options"]["name"] for other in own]:
                yield f"{name}: an index twice: {options['name']}"
            if command["key"] in [other["key"] for other in own] or len(options["name"]) > LONGEST_NAME:
                yield f"{name}: the same index under another name, or too long a name: {options['name']}"
            own.append(command)
            db[name].create_index([tuple(part) for part in command["key"]], **options)
            yield from works(db[name], command)
        else:
            name = command["shard"].split(".", 1)[1]
            key = [field for field, _ in command["key"]]
            for index in indexes.get(name, []):
                fields = [field for field, _ in index["key"]]
                if index["options"].get("unique") and fields[:len(key)] != key:
                    yield f"{name}: unique over {fields}, which does not begin with the shard key {key}"


def works(collection, command):
    fields, options = [field for field, _ in command["key"]], command["options"]
    collection.delete_many({})
    if options.get("unique"):
        collection.insert_one({field: 1 for field in fields} | {"_id": 1})
        try:
            collection.insert_one({field: 1 for field in fields} | {"_id": 2})
            yield f"{options['name']} takes the same twice"
        except mongomock.DuplicateKeyError:
            pass
    if "expireAfterSeconds" in options:
        collection.delete_many({})
        collection.insert_one({fields[0]: LONG_AGO, "_id": 3})
        if collection.count_documents({}):
            yield f"{options['name']} keeps what is old"
    collection.delete_many({})


wrong = False
with open(sys.argv[1], encoding="utf-8") as noted:
    for design in json.load(noted):
        for error in errors(design["asked"]):
            print(f"{design['file']}: {error}")
            wrong = True
sys.exit(wrong)
