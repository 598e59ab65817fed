/// A made-up text. Which one a type takes tells what kind of text it wants.
struct ReadingSample: Sendable {
    let kind: MessageField.Kind
    let text: String

    static let any = ReadingSample(kind: .string, text: "Société à l’essai")

    /// From the loosest form to the strictest: whoever takes any text wants nothing more.
    private static let forms = [
        .any, ReadingSample(kind: .slug, text: "essai"),
        ReadingSample(kind: .uuid, text: "01940000-0000-7000-8000-000000000001"),
        ReadingSample(kind: .date, text: "2026-01-31"),
        ReadingSample(kind: .dateTime, text: "2026-01-31T08:15:30.250Z"),
        ReadingSample(kind: .siren, text: "552100554"),
    ]

    /// What to hand to `type`: one of its own texts where it is an enumeration of texts.
    static func all(for type: Any.Type) -> [ReadingSample] {
        guard let enumeration = type as? any (CaseIterable & RawRepresentable).Type else { return forms }
        return own(enumeration).map { [ReadingSample(kind: .string, text: $0)] } ?? forms
    }

    private static func own<E: CaseIterable & RawRepresentable>(_ type: E.Type) -> String? {
        E.allCases.first?.rawValue as? String
    }
}
