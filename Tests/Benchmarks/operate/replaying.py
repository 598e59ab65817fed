"""A dry run of many messages through the real service: the whole command, from its start to its report."""

import tempfile

import oracle
import prospects
from common.percentiles import median
from common.servers import Missing
from installation import Installation
from tool import Tool

# Issue and DESIGN.md: 10,000 messages at 1,000 a second or more.
MESSAGES_PER_SECOND = 1_000


class Replaying:
    def __init__(self, binaries, quick, say):
        self.installation, self.say = Installation(binaries), say
        self.binaries = binaries
        self.companies, self.runs = (2_000, 1) if quick else (10_000, 3)
        self.details, self.void = {}, []

    def measure(self):
        try:
            return self._measure()
        finally:
            self.installation.stop()
            self.installation.forget()

    def _measure(self):
        installation = self.installation
        with tempfile.TemporaryDirectory() as folder:
            installation.begin(prospects.roster(folder))
        self.say(f"{self.companies} companies, for their messages")
        installation.import_list(prospects.listing([prospects.siren(number) for number in range(self.companies)]))
        if not oracle.await_leads(installation, self.companies, 300):
            raise Missing("the import does not come to its end")
        names = ("FILON_DATABASE_URL", "FILON_AMQP_URL")
        tool = Tool(self.binaries, {name: installation.variable(name) for name in names})
        return [
            self._dry_run(tool, "dry run on today's rows, the whole command",
                          "--to", "scoring", "--type", "company.enriched.v1", "--limit", str(2 * self.companies)),
            self._dry_run(tool, "dry run on recorded inputs, the whole command",
                          "--to", "scoring", "--inputs", "recorded", "--decisions", "scoring.score"),
        ]

    def _dry_run(self, tool, name, *arguments):
        rates = []
        before = self._rows()
        for _ in range(self.runs):
            report, seconds = tool.ask("replay", "--dry-run", *arguments)
            if report["skipped"] or report["messages"] == 0:
                self.void.append(f"{name}: {report['messages']} messages, {report['skipped']} skipped")
            rates.append(report["messages"] / seconds)
            self.say(f"{name}: {report['messages']} in {seconds:.2f} s, {report['changed']} otherwise")
        if self._rows() != before:
            self.void.append(f"{name}: rows came of it")
        self.details[name] = rates
        return (name, median(rates), "messages/s"), {
            "limit": MESSAGES_PER_SECOND, "beside": ("slowest", min(rates), "messages/s"),
        }

    def _rows(self):
        return self.installation.numbers(
            "SELECT (SELECT count(*) FROM scoring.scores), (SELECT count(*) FROM scoring.score_history), "
            "(SELECT count(*) FROM scoring.journal), (SELECT count(*) FROM scoring.inbox)"
        )
