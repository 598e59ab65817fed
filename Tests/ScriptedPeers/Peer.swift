import Glibc

/// The server's end of one accepted connection, driven by a script on a thread of its own.
/// Every wait ends after ten seconds, as if the other side had closed.
public final class Peer: Sendable {
    /// Counted from 1 in the order of acceptance.
    public let number: Int
    private let descriptor: Int32

    init(_ descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A request with its body, as one text; nil when the client closed.
    public func request() -> String? {
        var lines: [String] = []
        var length = 0
        while let line = line() {
            lines.append(line)
            if line.lowercased().hasPrefix("content-length:") {
                length = Int(line.split(separator: " ").last ?? "") ?? 0
            }
            guard line.isEmpty else { continue }
            guard let body = read(length) else { return nil }
            return lines.joined(separator: "\n") + "\n" + String(decoding: body, as: UTF8.self)
        }
        return nil
    }

    /// One line without its CRLF; nil when the client closed.
    public func line() -> String? {
        var bytes: [UInt8] = []
        while let byte = read(1)?.first {
            if byte == 0x0A {
                return String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
            }
            bytes.append(byte)
        }
        return nil
    }

    @discardableResult
    public func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// False once the client has closed.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    public func answer(_ status: String = "200 OK", headers: [String] = [], body: [UInt8] = []) {
        let head = ["HTTP/1.1 " + status] + headers + ["Content-Length: \(body.count)", "", ""]
        write(Array(head.joined(separator: "\r\n").utf8) + body)
    }

    /// Says nothing more until the client closes.
    public func hold() {
        while read(1) != nil {}
    }

    public func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress?.advanced(by: done), count - done, 0)
            }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }

    deinit { Glibc.close(descriptor) }
}
