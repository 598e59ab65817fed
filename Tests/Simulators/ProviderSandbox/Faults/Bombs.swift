import HTTPTypes
import Hummingbird
import NIOCore

/// Answers that cost who reads them without bounds.
enum Bombs {
    /// Lists in lists, all of them closed: sound JSON.
    static func deep(_ depth: Int) -> Response {
        streamed(length: 2 * depth + 13) { writer in
            try await writer.write(ByteBuffer(string: #"{"results": "#))
            try await write(UInt8(ascii: "["), times: depth, to: &writer)
            try await write(UInt8(ascii: "]"), times: depth, to: &writer)
            try await writer.write(ByteBuffer(string: "}"))
        }
    }

    /// One long text: sound JSON.
    static func large(_ size: Int) -> Response {
        let letters = max(1, size - 16)
        return streamed(length: letters + 16) { writer in
            try await writer.write(ByteBuffer(string: #"{"results": [""#))
            try await write(UInt8(ascii: "a"), times: letters - 1, to: &writer)
            try await writer.write(ByteBuffer(string: #""]}"#))
        }
    }

    /// The answer, a byte at a time.
    static func dripping(_ answer: Answer, every milliseconds: Int) -> Response {
        let bytes = answer.bytes
        var response = streamed(length: bytes.count) { writer in
            for byte in bytes {
                try await writer.write(ByteBuffer(bytes: [byte]))
                try await Task.sleep(for: .milliseconds(milliseconds))
            }
        }
        response.status = .init(code: answer.status)
        response.headers[.contentType] = answer.type
        return response
    }

    @concurrent
    private static func write(_ byte: UInt8, times: Int, to writer: inout any ResponseBodyWriter) async throws {
        var rest = times
        while rest > 0 {
            let part = min(rest, 1 << 16)
            try await writer.write(ByteBuffer(repeating: byte, count: part))
            rest -= part
        }
    }

    private static func streamed(
        length: Int,
        _ write: @escaping @Sendable @concurrent (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(contentLength: length) { writer in
                try await write(&writer)
                try await writer.finish(nil)
            }
        )
    }
}
