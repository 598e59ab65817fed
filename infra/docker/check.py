#!/usr/bin/env python3
"""Judges docker-compose.yml without an engine: one line per finding, exit 1 if there is one.

Holds what is promised of the file: it is read alike by docker-compose 1.29 and Compose v2, nobody is root, nothing but
the doors is reachable, and each service sees its own secrets only. Needs python3-yaml.
"""

import re
import sys
from pathlib import Path

import yaml

# What both readers know. v1 knows no `include`, `develop`, `name`, `configs` outside Swarm; v2 ignores `version`.
TOP = {"services", "networks", "volumes", "secrets"}
KEYS = {
    "image", "build", "command", "user", "read_only", "cap_drop", "cap_add", "security_opt", "tmpfs", "logging",
    "restart", "mem_limit", "cpus", "pids_limit", "stop_signal", "stop_grace_period", "networks", "depends_on",
    "environment", "secrets", "volumes", "shm_size", "hostname", "healthcheck", "ports", "scale", "profiles", "labels",
    "working_dir",
}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period", "disable"}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
SERVERS = {"postgres", "rabbitmq"}
# They run to an end, so nobody asks how they are.
ONCE = {"migrate", "filon"}
OPERATOR = {"database_operator", "broker_operator", "broker_management", "ingest_token"}
ADMINISTRATION = {"database_superuser", "broker_administrator", "broker_management"}
MORE_SECRETS = {
    "postgres": {"postgres_password"},
    "grafana": {"grafana_password"},
    "enrichment": {"sirene_token", "inpi_password", "pappers_token", "societe_com_token", "opencorporates_token"},
    "notifier": {"smtp_password", "slack_url", "slack_token"},
    "filon": OPERATOR,
}
CAPABILITIES = {"door": {"NET_BIND_SERVICE"}}
SECRET_NAME = re.compile(r"(PASSWORD|TOKEN|SECRET|DATABASE_URL|AMQP_URL|MANAGEMENT_URL)$")


def kebab(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class Judge:
    def __init__(self, text, root):
        self.text, self.root, self.findings = text, root, []
        self.document = yaml.safe_load(text)
        self.services = self.document.get("services", {})
        self.own = {kebab(f.parent.name) for f in root.glob("Services/*/*Service.swift") if f.stem == f.parent.name + "Service"}

    def say(self, where, what):
        self.findings.append(f"{where}: {what}")

    def run(self):
        for key in self.document:
            if key not in TOP and not key.startswith("x-"):
                self.say(key, "not known to both readers")
        self.variables()
        self.completeness()
        for name, service in self.services.items():
            self.shape(name, service)
            self.hardening(name, service)
            self.doors(name, service)
            self.secrets(name, service)
        self.networks()
        return self.findings

    def variables(self):
        for match in re.finditer(r"\$\{([A-Z_]+)([^}]*)\}", self.text):
            name, rest = match.groups()
            if not rest.startswith((":-", ":?")):
                self.say(name, "has neither a default nor a message about what to do without it")
            if rest.startswith(":?") and ":" in rest[2:]:
                self.say(name, "1.29 splits a volume at a colon in the message")

    def completeness(self):
        for name in sorted(self.own - set(self.services)):
            self.say(name, "a service of this repository that compose does not start")
        targets = set(re.findall(r"^FROM .* AS (\S+)", (self.root / "infra/docker/Dockerfile").read_text(), re.M))
        for name, service in self.services.items():
            target = (service.get("build") or {}).get("target")
            if target and target not in targets:
                self.say(name, f"infra/docker/Dockerfile has no target {target}")
        declared, used = set(self.document.get("secrets", {})), set()
        for service in self.services.values():
            used |= set(service.get("secrets") or [])
        for name in sorted(declared ^ used):
            self.say(name, "a secret that is declared but not used" if name in declared else "a secret that is not declared")

    def shape(self, name, service):
        for key in sorted(set(service) - KEYS):
            self.say(name, f"{key} is not in the subset that both readers know")
        for key in sorted(set(service.get("healthcheck") or {}) - HEALTH_KEYS):
            self.say(name, f"healthcheck.{key} is not known to both readers")
        dependencies = service.get("depends_on") or {}
        for other, how in dependencies.items() if isinstance(dependencies, dict) else []:
            if other not in self.services:
                self.say(name, f"depends on {other}, which is not there")
            if how.get("condition") not in CONDITIONS or set(how) - {"condition"}:
                self.say(name, f"depends on {other} in a way that not both readers know")
        image = re.sub(r"\$\{[^}]*:-([^}]*)\}", r"\1", service.get("image", ""))
        if not re.search(r":[^/:]+$", image) or image.endswith(":latest"):
            self.say(name, f"its image {image or '(none)'} is not pinned by a tag")
        if not isinstance(service.get("command", []), list):
            self.say(name, "its command runs through a shell, which keeps signals from it")

    def hardening(self, name, service):
        if re.fullmatch(r"(|0|root)(:.*)?", str(service.get("user", ""))):
            self.say(name, "runs as root")
        if service.get("read_only") is not True:
            self.say(name, "its root file system can be written")
        if service.get("cap_drop") != ["ALL"]:
            self.say(name, "keeps capabilities")
        if set(service.get("cap_add") or []) - CAPABILITIES.get(name, set()):
            self.say(name, f"adds the capabilities {service['cap_add']}")
        if "no-new-privileges:true" not in (service.get("security_opt") or []):
            self.say(name, "may gain privileges")
        for key in ("mem_limit", "cpus", "pids_limit", "stop_grace_period", "restart"):
            if not service.get(key):
                self.say(name, f"has no {key}")
        if not {"max-size", "max-file"} <= set(((service.get("logging") or {}).get("options")) or {}):
            self.say(name, "its log grows without end")
        check = service.get("healthcheck") or {}
        if name not in ONCE and (check.get("disable") or check.get("test", ["NONE"])[0] != "CMD"):
            self.say(name, "has no healthcheck in exec form")
        if any("docker.sock" in str(volume) for volume in service.get("volumes") or []):
            self.say(name, "holds the engine's socket, which is root on the host")

    def doors(self, name, service):
        for port in map(str, service.get("ports") or []):
            if name in SERVERS:
                self.say(name, f"publishes {port}; database and broker are for the inside only")
            elif name != "door" and not port.startswith("127.0.0.1:"):
                self.say(name, f"publishes {port} to other machines")

    def secrets(self, name, service):
        seen = set(service.get("secrets") or [])
        if name == "migrate":
            allowed = ADMINISTRATION | {f"{kind}_{s}" for kind in ("database", "broker") for s in self.own | {"operator"}}
            for missing in sorted(allowed - seen):
                self.say(name, f"does not see {missing}, so nobody gets that password")
        else:
            allowed = MORE_SECRETS.get(name, set())
            if name in self.own:
                allowed = allowed | {f"database_{name}", f"broker_{name}"}
        for other in sorted(seen - allowed):
            self.say(name, f"sees the secret {other}, which is not its own")
        for key, value in (service.get("environment") or {}).items():
            if SECRET_NAME.search(key) and value != "":
                self.say(name, f"{key} stands in the environment, which docker inspect shows; use {key}_FILE")
            if key.endswith("_FILE") and str(value).startswith("/run/secrets/") and value[13:] not in seen:
                self.say(name, f"{key} names a secret that it does not see")

    def networks(self):
        declared = self.document.get("networks") or {}
        if not (declared.get("inside") or {}).get("internal"):
            self.say("inside", "leads outside; database and broker stand there")
        for name, service in self.services.items():
            networks = set(service.get("networks") or [])
            if name in SERVERS and networks != {"inside"}:
                self.say(name, "stands in another network than inside")
            if "inside" in networks and name not in SERVERS | ONCE | self.own:
                self.say(name, "meets database and broker, which it does not need")
            if not networks or networks - set(declared):
                self.say(name, "names no network of this file")


def main():
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "docker-compose.yml")
    try:
        findings = Judge(path.read_text(), Path(__file__).resolve().parents[2]).run()
    except (OSError, yaml.YAMLError) as error:
        findings = [f"{path}: {error}"]
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
