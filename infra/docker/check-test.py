#!/usr/bin/env python3
"""Breaks docker-compose.yml in each way that check.py promises to find; prints what it does not find."""

import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parent))
import check  # noqa: E402

root = Path(__file__).resolve().parents[2]
original = (root / "docker-compose.yml").read_text()


def change(service, **keys):
    def apply(document):
        document["services"][service].update(keys)
    return apply


def without(service, key):
    return lambda document: document["services"][service].pop(key)


def environment(service, **names):
    return lambda document: document["services"][service]["environment"].update(names)


# what is broken, the change, a word of the finding that has to come
breaks = [
    ("database published", change("postgres", ports=["127.0.0.1:5432:5432"]), "publishes"),
    ("broker published", change("rabbitmq", ports=["5672:5672"]), "publishes"),
    ("console on all addresses", change("console", ports=["8080:8080"]), "other machines"),
    ("root", change("scoring", user="0:0"), "runs as root"),
    ("no user", without("scoring", "user"), "runs as root"),
    ("writable", without("scoring", "read_only"), "written"),
    ("capabilities", change("scoring", cap_drop=[]), "capabilities"),
    ("capability added", change("scoring", cap_add=["NET_ADMIN"]), "NET_ADMIN"),
    ("privileges", change("scoring", security_opt=[]), "privileges"),
    ("memory without limit", without("scoring", "mem_limit"), "mem_limit"),
    ("endless log", change("scoring", logging={"driver": "json-file"}), "grows"),
    ("no healthcheck", without("scoring", "healthcheck"), "healthcheck"),
    ("healthcheck through a shell", change("scoring", healthcheck={"test": "scoring --healthcheck"}), "healthcheck"),
    ("another's secret", change("scoring", secrets=["database_console"]), "not its own"),
    ("superuser for a service", change("scoring", secrets=["database_superuser"]), "not its own"),
    ("secret in the environment", environment("scoring", FILON_DATABASE_URL="postgresql://x:y@z/w"), "docker inspect"),
    ("secret that is not mounted", environment("scoring", FILON_SLACK_TOKEN_FILE="/run/secrets/slack_token"), "does not see"),
    ("image without tag", change("rabbitmq", image="rabbitmq"), "pinned"),
    ("latest", change("rabbitmq", image="rabbitmq:latest"), "pinned"),
    ("key of one reader", change("scoring", develop={"watch": []}), "subset"),
    ("start interval", change("scoring", healthcheck={"test": ["CMD", "x"], "start_interval": "1s"}), "start_interval"),
    ("engine's socket", change("console", volumes=["/var/run/docker.sock:/s"]), "socket"),
    ("service left out", lambda document: document["services"].pop("scoring"), "does not start"),
    ("password for nobody", lambda document: document["services"]["migrate"]["secrets"].remove("broker_scoring"), "nobody gets"),
    ("open inside", lambda document: document["networks"].update(inside={}), "leads outside"),
    ("door inside", change("door", networks=["inside"]), "does not need"),
    ("unknown target", change("scoring", build={"target": "score"}), "no target"),
    ("include", lambda document: document.update(include=["x.yml"]), "both readers"),
    ("shell command", change("scoring", command="scoring | tee"), "signals"),
]

missed = 0
for name, apply, word in breaks:
    document = yaml.safe_load(original)
    apply(document)
    findings = check.Judge(yaml.safe_dump(document), root).run()
    if not any(word in finding for finding in findings):
        print(f"not found: {name}: {findings}")
        missed += 1
print(f"{len(breaks) - missed} passed, {missed} failed")
sys.exit(1 if missed else 0)
