"""One hop of the peer: aio-pika and asyncpg, written as well as we can.

    hop.py --hop 1…5 --count N --batch 1|100

The same promise as ours: quorum queues, persistent messages, confirms, mandatory, acknowledge after commit, one
transaction that holds inbox, domain row and outbox row, the outbox row removed after the confirm. One statement does the
transaction's work, so that it costs one round trip; sessions are not reset between uses, as asyncpg's pool would.
"""

import argparse
import asyncio
import json
import os
import sys
import time
import uuid

import aio_pika
import asyncpg
import uvloop

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", ".."))
from common.processes import peak_bytes  # noqa: E402

# What a hop hears and announces, as Shared/Contracts/Catalogue.swift has it.
HOPS = [
    ("ingest.in", "company.submitted.v1", "company.registered.v1"),
    ("enrichment.look.in", "company.registered.v1", "company.enriched.v1"),
    ("scoring.in", "company.enriched.v1", "lead.scored.v1"),
    ("assignment.in", "lead.scored.v1", "lead.assigned.v1"),
    ("notifier.in", "lead.assigned.v1", "notification.delivered.v1"),
]
BODY_BYTES = 517
# Messages in hand at once when they are handled one by one, and the sessions that they share.
IN_HAND, SESSIONS = 100, 10
LINGER = 0.005

ONE = """
    WITH claimed AS (
        INSERT INTO peer.inbox_{hop} (handler, message_id) VALUES ('bench_hop', $1)
        ON CONFLICT DO NOTHING RETURNING message_id
    ), domain AS (
        INSERT INTO bench.fact (hop, story, company_id, label) SELECT {hop}, $2, $3, $6 FROM claimed
    )
    INSERT INTO peer.outbox_{hop} (message_id, type, correlation_id, body) SELECT $4, $6, $2, $5 FROM claimed
    RETURNING seq
"""
MANY = """
    WITH message AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[])
        AS m (message_id, story, company_id, out_id, body)
    ), claimed AS (
        INSERT INTO peer.inbox_{hop} (handler, message_id) SELECT 'bench_hop', message_id FROM message
        ON CONFLICT DO NOTHING RETURNING message_id
    ), fresh AS (
        SELECT message.* FROM message JOIN claimed USING (message_id)
    ), domain AS (
        INSERT INTO bench.fact (hop, story, company_id, label) SELECT {hop}, story, company_id, $6 FROM fresh
    )
    INSERT INTO peer.outbox_{hop} (message_id, type, correlation_id, body) SELECT out_id, $6, story, body FROM fresh
    RETURNING seq, message_id
"""
REMOVE = "DELETE FROM peer.outbox_{hop} WHERE seq = ANY($1::bigint[])"


class Stopwatch:
    began = None

    def start(self):
        if self.began is None:
            self.began, self.cpu = time.time(), time.process_time()

    def report(self, count):
        cpu = time.process_time() - self.cpu
        print(json.dumps({
            "count": count, "began": self.began, "ended": time.time(), "cpu_seconds": cpu,
            "peak_bytes": peak_bytes(os.getpid()),
        }), flush=True)


def uuid7():
    """Time-ordered, so that the peer's index grows as ours does."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return uuid.UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def next_body(message):
    """Decodes what came and makes the next event, as large as ours."""
    company = json.loads(message.body).get("companyID") or message.correlation_id
    text = json.dumps({"companyID": company, "name": ""}, separators=(",", ":"))
    filled = json.dumps({"companyID": company, "name": "x" * (BODY_BYTES - len(text))}, separators=(",", ":"))
    return uuid.UUID(company), filled.encode()


class Hop:
    def __init__(self, number, count):
        self.number, self.count, self.done = number, count, 0
        self.queue, self.heard, self.announced = HOPS[number - 1]
        self.watch, self.finished = Stopwatch(), asyncio.Event()
        self.one, self.many, self.remove = (text.format(hop=number) for text in (ONE, MANY, REMOVE))

    async def connect(self, sessions, prefetch):
        self.broker = await aio_pika.connect(os.environ["BENCH_AMQP_URL"])
        incoming = await self.broker.channel(publisher_confirms=False)
        await incoming.set_qos(prefetch_count=prefetch)
        # Publishing has a connection of its own, as RabbitMQ's guide asks for.
        self.publishing = await aio_pika.connect(os.environ["BENCH_AMQP_URL"])
        outgoing = await self.publishing.channel(publisher_confirms=True)
        self.exchange = await outgoing.get_exchange("evt", ensure=False)
        self.input = await incoming.get_queue(self.queue, ensure=False)
        self.sessions = asyncio.LifoQueue()
        for _ in range(sessions):
            self.sessions.put_nowait(await asyncpg.connect(os.environ["BENCH_DATABASE_URL"]))

    async def ask(self, how, sql, *values):
        session = await self.sessions.get()
        try:
            return await getattr(session, how)(sql, *values)
        finally:
            self.sessions.put_nowait(session)

    async def publish(self, out_id, story, body):
        await self.exchange.publish(
            aio_pika.Message(
                body, message_id=str(out_id), correlation_id=story, type=self.announced,
                content_type="application/json", delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            ),
            routing_key=self.announced, mandatory=True,
        )

    def settled(self, number):
        self.done += number
        if self.done >= self.count and not self.finished.is_set():
            self.watch.report(self.done)
            self.finished.set()

    async def close(self):
        # A quorum queue forgets acknowledgements that it has not taken in when their channel closes.
        await asyncio.sleep(0.3)
        await self.broker.close()
        await self.publishing.close()
        while not self.sessions.empty():
            await self.sessions.get_nowait().close()


class OneByOne(Hop):
    """Every message is a task; as many run at once as the prefetch lets through."""

    async def start(self):
        await self.connect(SESSIONS, IN_HAND)
        await self.input.consume(self.handle)

    async def handle(self, message):
        self.watch.start()
        company, body = next_body(message)
        out_id, story = uuid7(), message.correlation_id
        seq = await self.ask(
            "fetchval", self.one, uuid.UUID(message.message_id), uuid.UUID(story), company, out_id, body, self.announced
        )
        if seq is not None:
            await self.publish(out_id, story, body)
            await self.ask("execute", self.remove, [seq])
        await message.ack()
        self.settled(1)


class InBatches(Hop):
    """A batch is what came within a few milliseconds; two batches' worth is prefetched."""

    def __init__(self, number, count, batch):
        super().__init__(number, count)
        self.batch, self.arrived = batch, asyncio.Queue()

    async def start(self):
        await self.connect(1, 2 * self.batch)
        await self.input.consume(self.arrived.put)
        self.working = asyncio.create_task(self.work())

    async def collect(self):
        messages = [await self.arrived.get()]
        until = time.monotonic() + LINGER
        while len(messages) < self.batch:
            if not self.arrived.empty():
                messages.append(self.arrived.get_nowait())
                continue
            try:
                messages.append(await asyncio.wait_for(self.arrived.get(), max(0, until - time.monotonic())))
            except asyncio.TimeoutError:
                break
        return messages

    async def work(self):
        while True:
            messages = await self.collect()
            self.watch.start()
            await self.handle(messages)
            self.settled(len(messages))

    async def handle(self, messages):
        stories, companies, bodies, waiting = [], [], [], {}
        for message in messages:
            company, body = next_body(message)
            stories.append(uuid.UUID(message.correlation_id))
            companies.append(company)
            bodies.append(body)
            waiting[uuid7()] = (message.correlation_id, body)
        ids = [uuid.UUID(message.message_id) for message in messages]
        rows = await self.ask("fetch", self.many, ids, stories, companies, list(waiting), bodies, self.announced)
        # asyncpg's UUIDs are equal to the standard library's, and hash alike.
        await asyncio.gather(*(self.publish(row["message_id"], *waiting[row["message_id"]]) for row in rows))
        await self.ask("execute", self.remove, [row["seq"] for row in rows])
        await messages[-1].ack(multiple=True)


async def main():
    parser = argparse.ArgumentParser()
    for name in ("--hop", "--count", "--batch"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--limit", type=float, default=300)
    options = parser.parse_args()
    if options.batch == 1:
        hop = OneByOne(options.hop, options.count)
    else:
        hop = InBatches(options.hop, options.count, options.batch)
    await hop.start()
    print(json.dumps({"ready": True}), flush=True)
    ended = asyncio.create_task(hop.finished.wait())
    failed = [hop.working] if options.batch > 1 else []
    await asyncio.wait([ended, *failed], timeout=options.limit, return_when=asyncio.FIRST_COMPLETED)
    if not ended.done():
        for task in failed:
            if task.done():
                await task
        raise SystemExit(f"not in time: {hop.done} of {options.count} messages")
    await hop.close()


if __name__ == "__main__":
    uvloop.run(main())
