import Contracts

extension JSONValue {
    /// Sets or removes what stands at a path of names and indices, `score.lines.0.points`; a leading `$.` may stand.
    /// - Parameter value: nil removes it.
    /// - Throws: ``OperatorError`` for a path that leads nowhere.
    mutating func set(_ path: String, to value: JSONValue?) throws {
        var steps = path.split(whereSeparator: { ".[]".contains($0) }).map(String.init)
        if steps.first == "$" { steps.removeFirst() }
        guard !steps.isEmpty else { throw OperatorError("A path names a member, e.g. score.points.") }
        try set(steps[...], to: value, path)
    }

    private mutating func set(_ steps: ArraySlice<String>, to value: JSONValue?, _ path: String) throws {
        guard let step = steps.first else { return }
        let (rest, isLast) = (steps.dropFirst(), steps.count == 1)
        switch self {
        case .object(var members):
            if isLast {
                members[step] = value
            } else {
                guard var inner = members[step] else {
                    throw OperatorError("\(path) leads nowhere: there is no \(step).")
                }
                try inner.set(rest, to: value, path)
                members[step] = inner
            }
            self = .object(members)
        case .array(var elements):
            guard let index = Int(step), elements.indices.contains(index) || (isLast && index == elements.count) else {
                throw OperatorError("\(path) leads nowhere: \(step) is no place in a list of \(elements.count).")
            }
            if isLast, let value {
                if index == elements.count { elements.append(value) } else { elements[index] = value }
            } else if isLast {
                guard index < elements.count else { throw OperatorError("\(path) leads nowhere.") }
                elements.remove(at: index)
            } else {
                try elements[index].set(rest, to: value, path)
            }
            self = .array(elements)
        default:
            throw OperatorError("\(path) leads nowhere: what stands before \(step) is neither an object nor a list.")
        }
    }
}
