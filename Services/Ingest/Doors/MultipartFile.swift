import Foundation

/// Takes the file out of a multipart/form-data body (RFC 7578) as it arrives: the first part with a file name, or else
/// named `file`. Keeps no more than a part's headers or a boundary's length.
struct MultipartFile {
    private enum State {
        case preamble, headers, file, skipped, end
    }

    private static let headersMax = 16 << 10

    private let boundary: [UInt8]
    private var state = State.preamble
    /// What is not yet decided on. Begins as if a line had ended, since the first boundary has none before it.
    private var buffer: [UInt8] = Array("\r\n".utf8)
    private(set) var filename: String?
    private(set) var hasFile = false

    /// - Returns: nil if the content type is no multipart/form-data with a usable boundary.
    init?(contentType: String) {
        let parts = contentType.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.first?.lowercased() == "multipart/form-data",
            let given = parts.first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        let name = given.dropFirst(9).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        guard (1...70).contains(name.utf8.count) else { return nil }
        boundary = Array("\r\n--\(name)".utf8)
    }

    /// - Returns: the file's bytes that are certain by now.
    mutating func feed(_ piece: some Sequence<UInt8>) throws(FileFault) -> [UInt8] {
        buffer.append(contentsOf: piece)
        var file: [UInt8] = []
        while try step(into: &file) {}
        return file
    }

    /// - Returns: whether another step may be possible.
    private mutating func step(into file: inout [UInt8]) throws(FileFault) -> Bool {
        switch state {
        case .end:
            buffer.removeAll()
            return false
        case .headers:
            return try takeHeaders()
        case .preamble, .file, .skipped:
            guard let found = MultipartFile.firstIndex(of: boundary, in: buffer) else {
                // A boundary may have begun at the end; what stands before it is certain.
                let certain = max(0, buffer.count - boundary.count)
                if state == .file { file.append(contentsOf: buffer[..<certain]) }
                buffer.removeSubrange(..<certain)
                return false
            }
            guard buffer.count >= found + boundary.count + 2 else { return false }
            if state == .file { file.append(contentsOf: buffer[..<found]) }
            buffer.removeSubrange(..<(found + boundary.count))
            let isLast = buffer.starts(with: Array("--".utf8))
            state = isLast || hasFile ? .end : .headers
            return true
        }
    }

    private mutating func takeHeaders() throws(FileFault) -> Bool {
        guard let end = MultipartFile.firstIndex(of: Array("\r\n\r\n".utf8), in: buffer) else {
            guard buffer.count <= MultipartFile.headersMax else { throw .multipart }
            return false
        }
        let text = String(decoding: buffer[..<end], as: UTF8.self)
        // The last line end may begin the boundary of an empty part.
        buffer.removeSubrange(..<(end + 2))
        let disposition = text.split(whereSeparator: \.isNewline).first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        let name = disposition.flatMap { MultipartFile.parameter("filename", of: $0) }
        let isFile = name != nil || disposition.flatMap { MultipartFile.parameter("name", of: $0) } == "file"
        guard isFile else {
            state = .skipped
            return true
        }
        filename = name
        hasFile = true
        buffer.removeSubrange(..<2)
        if buffer.starts(with: boundary.dropFirst(2)) { buffer.insert(contentsOf: "\r\n".utf8, at: 0) }
        state = .file
        return true
    }

    private static func parameter(_ name: String, of header: Substring) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name else { continue }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
        }
        return nil
    }

    private static func firstIndex(of needle: [UInt8], in bytes: [UInt8]) -> Int? {
        guard let first = needle.first, bytes.count >= needle.count else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index <= bytes.count - needle.count {
                if bytes[index] == first, needle.indices.allSatisfy({ bytes[index + $0] == needle[$0] }) {
                    return index
                }
                index += 1
            }
            return nil
        }
    }
}

extension FileFault {
    static let multipart = FileFault(
        "multipart_unreadable",
        "Le formulaire ne contient pas de fichier lisible. Envoyez le CSV dans un champ «\u{202F}file\u{202F}», ou tel quel."
    )
}
