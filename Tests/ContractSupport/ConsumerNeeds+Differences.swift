public import Contracts

extension ConsumerNeeds {
    /// In what this, which a service says of itself, differs from `committed`: a sentence each.
    public func differences(from committed: ConsumerNeeds?) -> [String] {
        guard let committed else { return ["\(service) has no needs on file; \(Contract.remedy)"] }
        let (before, after) = (committed.byHandler, byHandler)
        return Set(before.keys).union(after.keys).sorted().flatMap { handler -> [String] in
            let who = "\(service) (\(handler))"
            guard let now = after[handler] else { return ["\(who) is on file and hears nothing any more"] }
            guard let then = before[handler] else { return ["\(who) hears \(now.type), which is not on file"] }
            guard (then.type, then.queue) == (now.type, now.queue) else {
                return ["\(who) hears \(now.type) on \(now.queue); on file is \(then.type) on \(then.queue)"]
            }
            let (read, reads) = (byPath(then.reads), byPath(now.reads))
            return now.reads.filter { read[$0.path] != $0 }.map { field in
                "\(who) reads \(now.type) \(field.path) as \(field.form); on file is \(read[field.path]?.form ?? "nothing")"
            }
                + then.reads.filter { reads[$0.path] == nil }.map { "\(who) no longer reads \(now.type) \($0.path)" }
        }
    }

    private var byHandler: [String: Hearing] {
        Dictionary(hears.map { ($0.handler, $0) }, uniquingKeysWith: { $1 })
    }
}
