import Contracts

extension Contract {
    public static let remedy = "`infra/scripts/contracts update` writes it down"

    /// A published version never changes: only optional fields may join it, and they are promised from then on.
    public var brokenPromises: [Breach] {
        Set(published.keys).union(schemas.keys).sorted().flatMap { type -> [Breach] in
            guard let promised = published[type] else {
                return [Breach(type: type, isNews: true, "\(type) is not locked yet; \(Self.remedy)")]
            }
            guard let present = schemas[type] else {
                return [
                    Breach(
                        type: type,
                        "\(type) was published and has no schema any more; \(readers(of: type)). "
                            + "A published event keeps its name and stays until nobody hears it"
                    )
                ]
            }
            return changes(of: type, from: promised, to: present)
        }
    }

    private func changes(of type: String, from promised: [MessageField], to present: [MessageField]) -> [Breach] {
        let (before, after) = (byPath(promised), byPath(present))
        let kept = promised.filter { before[$0.parent] == nil || after[$0.parent]?.kind == before[$0.parent]?.kind }
        return kept.compactMap { field in
            guard let now = after[field.path] else { return breach(type, field, "the schema no longer has it") }
            guard now != field else { return nil }
            return breach(type, field, "the schema now says \(now.form)")
        }
            + present.filter { before[$0.path] == nil }.map { field in
                let isOptional = !field.isRequired || (before[field.parent] == nil && field.parent != "$")
                let text =
                    isOptional
                    ? "is not locked yet; \(Self.remedy)"
                    : "joins a published version and must be optional, or belongs to a new version"
                return Breach(type: type, path: field.path, isNews: isOptional, "\(type) \(field.path) \(text)")
            }
    }

    private func breach(_ type: String, _ field: MessageField, _ now: String) -> Breach {
        Breach(
            type: type,
            path: field.path,
            "\(type) was published with \(field.path) as \(field.form); \(now); \(readers(of: type, field.path)). "
                + "Announce a new version beside this one"
        )
    }

    private func readers(of type: String, _ path: String? = nil) -> String {
        let names = consumers.flatMap { consumer in
            consumer.hears.filter { hearing in
                hearing.type == type && (path == nil || hearing.reads.contains { $0.path == path })
            }.map { "\(consumer.service) (\($0.handler))" }
        }
        return names.isEmpty ? "no service of ours reads it" : "read by \(names.joined(separator: ", "))"
    }
}

/// The same path twice does not occur: it is a member's name.
func byPath(_ fields: [MessageField]) -> [String: MessageField] {
    Dictionary(fields.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
}

extension MessageField {
    /// The path of what this stands in: `$.lines[]` of `$.lines[].points`, `$.lines` of `$.lines[]`.
    var parent: String {
        if path.hasSuffix("[]") { return String(path.dropLast(2)) }
        return path.lastIndex(of: ".").map { String(path[..<$0]) } ?? "$"
    }

    /// Its name in what it stands in: `points`, `[]`, or `*` for any.
    var name: String {
        path.hasSuffix("[]") ? "[]" : path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? path
    }
}
