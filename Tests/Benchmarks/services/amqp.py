"""As much of AMQP 0-9-1 as it takes to publish with confirms; Python's standard library has none."""

import socket
import struct
import urllib.parse

_METHOD, _HEADER, _BODY, _HEARTBEAT, _END = 1, 2, 3, 8, b"\xce"
_ACK, _NACK, _RETURN, _CLOSE, _CLOSED = (60, 80), (60, 120), (60, 50), (20, 40), (10, 50)
WINDOW = 2000
"""Messages published and not confirmed at once."""


class Refused(Exception):
    """The broker did not take what was published."""


class Publisher:
    """One connection with one channel in confirm mode. Use as a context; leaving it waits for every confirm."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self._read = self._socket.makefile("rb")
        self._out = bytearray()
        self._published = self._confirmed = 0
        self._socket.sendall(b"AMQP\x00\x00\x09\x01")
        self._expect((10, 10))
        login = f"\0{urllib.parse.unquote(parts.username)}\0{urllib.parse.unquote(parts.password)}".encode()
        self._method((10, 11), _table({}) + _short("PLAIN") + _long(login) + _short("en_US"), channel=0)
        tuned = self._expect((10, 30))
        self._frame_max = struct.unpack_from(">HI", tuned)[1] or 131_072
        # No heartbeat: the connection lives for seconds and never rests.
        self._method((10, 31), struct.pack(">HIH", 1, self._frame_max, 0), channel=0)
        vhost = urllib.parse.unquote(parts.path[1:]) or "/"
        self._method((10, 40), _short(vhost) + b"\0\0", channel=0)
        self._expect((10, 41))
        self._method((20, 10), b"\0")
        self._expect((20, 11))
        self._method((85, 10), b"\0")
        self._expect((85, 11))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self._flush()
                while self._confirmed < self._published:
                    self._take_confirm()
        finally:
            self._socket.close()

    def publish(self, queue, properties, body):
        """Puts a message into one queue, through the default exchange. `properties` is what `properties()` makes."""
        self._method((60, 40), struct.pack(">H", 0) + _short("") + _short(queue) + b"\x01", flush=False)
        self._frame(_HEADER, struct.pack(">HHQ", 60, 0, len(body)) + properties)
        step = self._frame_max - 8
        for begin in range(0, len(body), step):
            self._frame(_BODY, body[begin:begin + step])
        self._published += 1
        if len(self._out) > 1 << 17:
            self._flush()
        while self._published - self._confirmed >= WINDOW:
            self._flush()
            self._take_confirm()

    def _take_confirm(self):
        method, rest = self._next()
        if method in (_NACK, _RETURN, _CLOSE, _CLOSED):
            raise Refused(f"the broker answers with method {method}: {rest[:200]!r}")
        if method == _ACK:
            tag, = struct.unpack_from(">Q", rest)
            self._confirmed = tag if rest[8] & 1 else self._confirmed + 1

    def _frame(self, kind, payload, channel=1):
        self._out += struct.pack(">BHI", kind, channel, len(payload)) + payload + _END

    def _method(self, method, arguments, channel=1, flush=True):
        self._frame(_METHOD, struct.pack(">HH", *method) + arguments, channel)
        if flush:
            self._flush()

    def _flush(self):
        self._socket.sendall(self._out)
        self._out = bytearray()

    def _next(self):
        while True:
            head = self._read.read(7)
            if len(head) < 7:
                raise Refused("the broker closed the connection")
            kind, _, size = struct.unpack(">BHI", head)
            payload = self._read.read(size + 1)[:-1]
            if kind == _METHOD:
                return struct.unpack_from(">HH", payload), payload[4:]

    def _expect(self, method):
        got, rest = self._next()
        if got != method:
            raise Refused(f"the broker answers with method {got} instead of {method}: {rest[:200]!r}")
        return rest


def properties(*, message_id, type, correlation_id, headers, app_id, timestamp):
    """The property list of a persistent JSON message (AMQP 0-9-1, section 4.2.6.1)."""
    flags = 1 << 15 | 1 << 13 | 1 << 12 | 1 << 10 | 1 << 7 | 1 << 6 | 1 << 5 | 1 << 3
    return (
        struct.pack(">H", flags) + _short("application/json") + _table(headers) + b"\x02" + _short(correlation_id)
        + _short(message_id) + struct.pack(">Q", timestamp) + _short(type) + _short(app_id)
    )


def _short(text):
    encoded = text.encode()
    return struct.pack(">B", len(encoded)) + encoded


def _long(data):
    return struct.pack(">I", len(data)) + data


def _table(values):
    packed = b""
    for name, value in values.items():
        packed += _short(name)
        packed += b"l" + struct.pack(">q", value) if isinstance(value, int) else b"S" + _long(value.encode())
    return _long(packed)
