extension WireDocument {
    /// `valueNotFound` for a null, else `typeMismatch`.
    @inline(never)
    func missing(_ type: any Any.Type, at node: Int) -> DecodingError {
        guard isNull(at: node) else { return mismatch(type, at: node) }
        return .valueNotFound(type, .init(codingPath: path(to: node), debugDescription: "null instead of \(type)"))
    }

    @inline(never)
    func mismatch(_ type: any Any.Type, at node: Int) -> DecodingError {
        .typeMismatch(
            type,
            .init(codingPath: path(to: node), debugDescription: "\(nodes[node].kind) instead of \(type)")
        )
    }

    @inline(never)
    func corrupted(at node: Int, _ reason: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: path(to: node), debugDescription: reason))
    }
}
