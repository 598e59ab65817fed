import Foundation

/// When several leads for one colleague go together.
struct DigestRule: Sendable, Equatable {
    /// So many are told one by one.
    let above: Int
    /// From the first one on, further ones are gathered this long. Zero: only what waits at the same moment anyway.
    let window: Duration

    /// Lines of one digest at most; more make another one.
    static let lines = 500
}

/// A message that waits to be sent, as far as the decision needs it.
struct Waiting: Sendable, Equatable {
    let id: UUID
    /// Colleague, department and channel whose leads may go together; nil for what always goes alone.
    let group: Group?
    let dueAt: Date

    struct Group: Hashable, Sendable {
        let recipient: UUID
        let department: String
    }
}

/// The span that is open for a group.
struct DigestWindow: Sendable, Equatable {
    var until: Date
    /// Told one by one within it.
    var singles: Int
}

/// What happens to the messages that wait.
struct DigestPlan: Sendable, Equatable {
    var singles: [UUID] = []
    var digests: [(group: Waiting.Group, lines: [UUID])] = []
    /// Held back until a window ends.
    var held: [(id: UUID, until: Date)] = []
    /// Windows that began or went on.
    var windows: [Waiting.Group: DigestWindow] = [:]

    /// - Parameters:
    ///   - waiting: in the order in which they became due.
    ///   - room: messages that can go out now; what exceeds it stays as it is.
    init(
        _ waiting: [Waiting],
        windows open: [Waiting.Group: DigestWindow],
        rule: DigestRule,
        room: Int,
        now: Date
    ) {
        let groups = Dictionary(grouping: waiting.filter { $0.group != nil }, by: \.group)
        var seen: Set<Waiting.Group> = []
        var left = room
        for message in waiting where left > 0 {
            guard let group = message.group else {
                singles.append(message.id)
                left -= 1
                continue
            }
            guard seen.insert(group).inserted else { continue }
            left -= plan(group, groups[group] ?? [], open[group], rule, room: left, now)
        }
    }

    /// - Returns: messages used of `room`.
    private mutating func plan(
        _ group: Waiting.Group,
        _ messages: [Waiting],
        _ window: DigestWindow?,
        _ rule: DigestRule,
        room: Int,
        _ now: Date
    ) -> Int {
        var ids = messages.map(\.id)
        guard rule.window > .zero else { return release(group, ids, above: rule.above, room) }
        if let window, window.until > now {
            // What was due before the window began waited for the one before: it did not fit into that one's look.
            let beginning = window.until.addingTimeInterval(-rule.window.seconds)
            let late = window.singles < rule.above ? [] : messages.filter { $0.dueAt < beginning }.map(\.id)
            let used = gather(group, late, room)
            ids.removeAll(where: Set(late).contains)
            let alone = ids.prefix(min(room - used, max(0, rule.above - window.singles)))
            singles += alone
            let isFull = window.singles + alone.count >= rule.above
            if isFull { held += ids.dropFirst(alone.count).map { ($0, window.until) } }
            windows[group] = DigestWindow(until: window.until, singles: window.singles + alone.count)
            return used + alone.count
        }
        let until = now.addingTimeInterval(rule.window.seconds)
        // What a full window held back goes together, and the next span holds everything back again.
        if let window, window.singles >= rule.above, now < window.until.addingTimeInterval(rule.window.seconds),
            ids.count > 1
        {
            windows[group] = DigestWindow(until: until, singles: rule.above)
            return gather(group, ids, room)
        }
        let alone = ids.prefix(min(room, rule.above))
        singles += alone
        windows[group] = DigestWindow(until: until, singles: alone.count)
        if alone.count == rule.above { held += ids.dropFirst(alone.count).map { ($0, until) } }
        return alone.count
    }

    /// Without a window: one by one while they are few, else together at once.
    private mutating func release(_ group: Waiting.Group, _ ids: [UUID], above: Int, _ room: Int) -> Int {
        if ids.count > above { return gather(group, ids, room) }
        singles += ids.prefix(room)
        return min(ids.count, room)
    }

    private mutating func gather(_ group: Waiting.Group, _ ids: [UUID], _ room: Int) -> Int {
        var rest = ids[...]
        var used = 0
        while !rest.isEmpty, used < room {
            digests.append((group, Array(rest.prefix(DigestRule.lines))))
            rest = rest.dropFirst(DigestRule.lines)
            used += 1
        }
        return used
    }

    static func == (left: DigestPlan, right: DigestPlan) -> Bool {
        left.singles == right.singles && left.windows == right.windows
            && left.digests.map(\.lines) == right.digests.map(\.lines)
            && left.held.map(\.id) == right.held.map(\.id) && left.held.map(\.until) == right.held.map(\.until)
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
