/// What a script of a page sets a variable to. Nothing is run.
enum PageScript {
    private static let valueKept = 60

    /// The first value that follows `name` and an equals sign or colon, without its quotes.
    static func value(of name: String, in scripts: [UInt8]) -> String? {
        let name = Array(name.utf8)
        guard let first = name.first, scripts.count > name.count else { return nil }
        var index = 0
        while index + name.count < scripts.count {
            if scripts[index] == first, scripts[index..<index + name.count].elementsEqual(name),
                let value = assigned(scripts, at: index + name.count)
            {
                return value
            }
            index += 1
        }
        return nil
    }

    private static func assigned(_ scripts: [UInt8], at start: Int) -> String? {
        var rest = scripts[start..<min(scripts.count, start + 20 + valueKept)].drop { $0 == 0x20 || $0 == 0x09 }
        guard let sign = rest.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else { return nil }
        rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
        guard let quote = rest.first, quote != UInt8(ascii: "=") else { return nil }
        let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        if isQuoted { rest = rest.dropFirst() }
        let value = rest.prefix { byte in
            isQuoted ? byte != quote : !";,}\n\r ".utf8.contains(byte)
        }
        guard !value.isEmpty, value.count <= valueKept else { return nil }
        return String(decoding: value, as: UTF8.self)
    }
}
