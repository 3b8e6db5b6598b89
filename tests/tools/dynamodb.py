"""Holds tables against the service model of DynamoDB, as botocore carries it: `python3 dynamodb.py FILE...`.

Prints what is wrong; ends with 1 then.
"""

import json
import sys

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

model = ServiceModel(Loader().load_service_model("dynamodb", "service-2"))
shape = model.operation_model("CreateTable").input_shape
life = model.operation_model("UpdateTimeToLive").input_shape
tables = set()
wrong = False
for file in (file for file in sys.argv[1:] if ".dynamodb" in file):
    with open(file, encoding="utf-8") as text:
        table = json.load(text)
    folder = file.rsplit("/", 1)[0]
    if "TimeToLiveSpecification" in table:
        errors = [ParamValidator().validate(table, life).generate_report()]
        if (folder, table["TableName"]) not in tables:
            errors.append("no such table")
        for error in filter(None, errors):
            print(f"{file}: {error}")
            wrong = True
        continue
    tables.add((folder, table["TableName"]))
    errors = [ParamValidator().validate(table, shape).generate_report()]
    # What the service checks beyond the shape: every attribute is in a key, and each key part has its attribute once.
    defined = [attribute["AttributeName"] for attribute in table["AttributeDefinitions"]]
    schemas = [table["KeySchema"]] + [index["KeySchema"] for index in table.get("GlobalSecondaryIndexes", [])]
    used = {part["AttributeName"] for schema in schemas for part in schema}
    if sorted(used) != sorted(defined):
        errors.append(f"attributes {defined} are not those of the keys {sorted(used)}")
    for schema in schemas:
        if [part["KeyType"] for part in schema] not in (["HASH"], ["HASH", "RANGE"]):
            errors.append(f"not a key: {schema}")
    indexes = [index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])]
    if len(set(indexes)) != len(indexes):
        errors.append(f"an index twice: {indexes}")
    for error in filter(None, errors):
        print(f"{file}: {error}")
        wrong = True
sys.exit(wrong)
