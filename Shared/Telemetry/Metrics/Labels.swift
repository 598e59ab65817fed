/// What tells samples of one metric apart: few names, few values. Rendered once.
public struct Labels: Sendable, Hashable, Comparable {
    /// `queue="scoring.in",type="lead.scored.v1"`; empty without labels.
    let text: String

    public static let none = Labels([:])

    public init(_ pairs: KeyValuePairs<String, String>) {
        text = pairs.map { "\($0.key)=\"\(Labels.escape($0.value))\"" }.joined(separator: ",")
    }

    private init(text: String) { self.text = text }

    public func adding(_ other: Labels) -> Labels {
        if other.text.isEmpty { return self }
        return text.isEmpty ? other : Labels(text: text + "," + other.text)
    }

    public static func < (left: Labels, right: Labels) -> Bool { left.text < right.text }

    /// `{…}`, or nothing.
    var braced: String { text.isEmpty ? "" : "{\(text)}" }

    private static func escape(_ value: String) -> String {
        var out = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
