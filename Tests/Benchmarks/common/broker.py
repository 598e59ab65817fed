"""Chores at the broker through its management API: virtual hosts, queues, alarms."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request


class Broker:
    def __init__(self, servers):
        parts = urllib.parse.urlsplit(servers.management_url)
        self._base = f"http://{parts.hostname}:{parts.port}"
        self._user = parts.username
        credentials = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}

    def call(self, method, path, body=None, timeout=30):
        """One call; returns the decoded answer, None where there is none. Raises urllib's errors."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data=data, method=method, headers=self._headers)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def alarms(self):
        """Names of the resources that ran short, e.g. ["disk"]; publishing is blocked while there is one."""
        found = []
        for node in self.call("GET", "/api/nodes"):
            found += [name for name, key in (("memory", "mem_alarm"), ("disk", "disk_free_alarm")) if node.get(key)]
        return found

    def fresh_vhost(self, name):
        """An empty virtual host; what a killed run left under the name is gone."""
        self.drop_vhost(name)
        quoted = urllib.parse.quote(name, safe="")
        self.call("PUT", f"/api/vhosts/{quoted}", {})
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self.call("PUT", f"/api/permissions/{quoted}/{self._user}", everything)

    def drop_vhost(self, name):
        try:
            self.call("DELETE", f"/api/vhosts/{urllib.parse.quote(name, safe='')}", timeout=60)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise

    def quorum_queue(self, vhost, queue, types=(), exchange="evt"):
        """Declares a quorum queue and binds it to a durable topic exchange by event types."""
        host, name = urllib.parse.quote(vhost, safe=""), urllib.parse.quote(queue, safe="")
        self.call("PUT", f"/api/queues/{host}/{name}", {"durable": True, "arguments": {"x-queue-type": "quorum"}})
        if types:
            self.call("PUT", f"/api/exchanges/{host}/{exchange}", {"type": "topic", "durable": True})
        for key in types:
            self.call("POST", f"/api/bindings/{host}/e/{exchange}/q/{name}", {"routing_key": key})
