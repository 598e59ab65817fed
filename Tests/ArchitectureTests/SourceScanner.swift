/// Tells the text of string literals from the code around and inside them, which no pattern on a line can do.
struct SourceScanner {
    struct Literal {
        /// where it begins
        let line: Int
        /// without delimiters; a space stands for each interpolation
        let text: String
    }

    private enum Frame {
        /// open parentheses since the frame began
        case code(Int)
        case literal(Int, isLong: Bool, hashes: Int)
    }

    private enum Kind: Equatable {
        case code, comment
        /// of the literal with that number
        case text(Int)
    }

    private let bytes: [UInt8]
    private var kinds: [Kind]
    private var starts: [Int] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        kinds = Array(repeating: .code, count: bytes.count)
        var frames: [Frame] = [.code(0)]
        var index = 0
        while index < bytes.count {
            switch frames.last {
            case .literal(let number, let isLong, let hashes):
                index = step(text: number, isLong, hashes, at: index, &frames)
            case .code, nil:
                index = step(codeAt: index, &frames)
            }
        }
    }

    private func holds(_ word: String, at index: Int) -> Bool {
        bytes[index...].starts(with: word.utf8)
    }

    private mutating func skip(from index: Int, after end: String) -> Int {
        var next = index
        while next < bytes.count, !holds(end, at: next) {
            kinds[next] = .comment
            next += 1
        }
        return min(bytes.count, next + end.utf8.count)
    }

    private mutating func step(codeAt index: Int, _ frames: inout [Frame]) -> Int {
        if holds("//", at: index) { return skip(from: index, after: "\n") }
        if holds("/*", at: index) { return skip(from: index, after: "*/") }
        if holds("#/", at: index) { return skip(from: index + 2, after: "/#") }
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = index + hashes
        if quote < bytes.count, bytes[quote] == UInt8(ascii: "\"") {
            let isLong = holds("\"\"\"", at: quote)
            frames.append(.literal(starts.count, isLong: isLong, hashes: hashes))
            starts.append(index)
            return quote + (isLong ? 3 : 1)
        }
        guard case .code(let depth) = frames.last else { return index + 1 }
        if bytes[index] == UInt8(ascii: "(") { frames[frames.count - 1] = .code(depth + 1) }
        if bytes[index] == UInt8(ascii: ")") {
            if depth == 0, frames.count > 1 { frames.removeLast() } else { frames[frames.count - 1] = .code(depth - 1) }
        }
        return index + 1
    }

    private mutating func step(text number: Int, _ isLong: Bool, _ hashes: Int, at index: Int, _ frames: inout [Frame])
        -> Int
    {
        let mark = String(repeating: "#", count: hashes)
        let end = (isLong ? "\"\"\"" : "\"") + mark
        if holds(end, at: index) || !isLong && bytes[index] == UInt8(ascii: "\n") {
            frames.removeLast()
            return index + (holds(end, at: index) ? end.utf8.count : 1)
        }
        kinds[index] = .text(number)
        if holds("\\" + mark + "(", at: index) {
            frames.append(.code(0))
            return index + 2 + hashes
        }
        guard hashes == 0, bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else { return index + 1 }
        kinds[index + 1] = .text(number)
        return index + 2
    }

    var literals: [Literal] {
        var texts = Array(repeating: [UInt8](), count: starts.count)
        var lines = Array(repeating: 1, count: starts.count)
        var (line, next) = (1, 0)
        for index in bytes.indices {
            while next < starts.count, starts[next] <= index {
                lines[next] = line
                next += 1
            }
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard case .text(let number) = kinds[index] else { continue }
            texts[number].append(bytes[index] == UInt8(ascii: "\\") ? UInt8(ascii: " ") : bytes[index])
        }
        return zip(lines, texts).map { Literal(line: $0, text: String(decoding: $1, as: UTF8.self)) }
    }

    /// All but comments and the text of literals.
    var code: String {
        let kept = bytes.indices.map { kinds[$0] == .code ? bytes[$0] : UInt8(ascii: " ") }
        return String(decoding: kept, as: UTF8.self)
    }

    /// Calls whose beginning `start` finds, up to their closing parenthesis, without the text of literals: the names
    /// that they pass on.
    func calls(of starts: [String]) -> [(line: Int, code: String)] {
        let firsts = Set(starts.compactMap(\.utf8.first))
        var found: [(line: Int, code: String)] = []
        var line = 1
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard kinds[index] == .code, firsts.contains(bytes[index]), starts.contains(where: { holds($0, at: index) })
            else { continue }
            found.append((line, call(from: index)))
        }
        return found
    }

    private func call(from index: Int) -> String {
        var code: [UInt8] = []
        var depth = 0
        for next in index..<bytes.count {
            guard kinds[next] == .code else {
                code.append(UInt8(ascii: " "))
                continue
            }
            code.append(bytes[next])
            if bytes[next] == UInt8(ascii: "(") { depth += 1 }
            guard bytes[next] == UInt8(ascii: ")") else { continue }
            depth -= 1
            if depth == 0 { break }
        }
        return String(decoding: code, as: UTF8.self)
    }
}
