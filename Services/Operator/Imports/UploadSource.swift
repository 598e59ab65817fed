import Foundation
import Glibc
import HTTPClient
import Synchronization

/// A file or standard input, read as it is sent; says on the way how far it is.
final class UploadSource: Sendable {
    private struct State {
        var sent = 0
        var shown = ContinuousClock.now
        var hasEnded = false
    }

    /// Bytes, if known.
    let length: Int?
    private let descriptor: Int32
    /// What its reader does with it, for people.
    private let reader: String
    private let state = Mutex(State())

    /// - Parameter path: `-` for standard input.
    /// - Throws: ``OperatorError`` if the file cannot be read.
    init(_ path: String, reader: String = "ingest orders and indexes them") throws {
        self.reader = reader
        guard path != "-" else {
            (descriptor, length) = (0, nil)
            return
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OperatorError("\(path) cannot be read. Check the path.") }
        // A pipe says nothing of its length.
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        length = facts?[.type] as? FileAttributeType == .typeRegular ? facts?[.size] as? Int : nil
        guard length != 0 else { throw OperatorError("\(path) is empty.") }
    }

    deinit {
        if descriptor > 0 { close(descriptor) }
    }

    var upload: HTTPUpload {
        HTTPUpload(length: length) { buffer in self.read(into: buffer) }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            note(count)
            return count
        }
    }

    private func note(_ count: Int) {
        let text: String? = state.withLock { state in
            state.sent += count
            let isLast = count == 0 || state.sent == length
            if isLast, !state.hasEnded {
                state.hasEnded = true
                return "\(Self.size(state.sent)) sent; \(reader)"
            }
            guard !state.hasEnded, ContinuousClock.now - state.shown > .milliseconds(500) else { return nil }
            state.shown = .now
            let share = length.map { " of \(Self.size($0)), \(100 * state.sent / max(1, $0)) %" } ?? ""
            return "\(Self.size(state.sent)) sent\(share)"
        }
        if let text { Progress.show(text) }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
    }
}
