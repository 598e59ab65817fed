/// Text in columns of fixed width.
enum TextTable {
    /// Cells cut or filled to their width, one space between.
    static func row(_ cells: [(text: String, width: Int)]) -> String {
        let padded = cells.map { fit($0.text, $0.width) }
        return String(padded.joined(separator: " ").reversed().drop { $0 == " " }.reversed())
    }

    /// Cut with an ellipsis, or filled with spaces; to the right for numbers.
    static func fit(_ text: String, _ width: Int, isNumber: Bool = false) -> String {
        guard text.count <= width else { return String(text.prefix(max(0, width - 1))) + "…" }
        let space = String(repeating: " ", count: width - text.count)
        return isNumber ? space + text : text + space
    }
}
