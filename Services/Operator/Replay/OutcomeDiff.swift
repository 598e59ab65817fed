import Contracts
import Foundation

/// What differs between two outcomes of one message, or between two decisions: a line each, none where they are alike.
struct OutcomeDiff: Sendable, Equatable {
    struct Difference: Encodable, Sendable, Equatable {
        let path: String
        /// nil: it was not there
        let then: JSONValue?
        let now: JSONValue?

        var text: String { "\(path): \(Self.text(then)) → \(Self.text(now))" }

        private static func text(_ value: JSONValue?) -> String {
            guard let value else { return "nothing" }
            let bytes = (try? Wire.encode(value)) ?? []
            let text = String(decoding: bytes, as: UTF8.self)
            return text.count > 120 ? String(text.prefix(119)) + "…" : text
        }
    }

    private(set) var differences: [Difference] = []

    /// - Parameter since: when the run was asked for. A UUIDv7 or a time from after it was made by the run itself and
    ///   differs each time: where then and now both hold such a value, that is no difference.
    init(then: JSONValue, now: JSONValue, since: Date) {
        let (before, after) = (Self.paired(then), Self.paired(now))
        compare(before, after, "", since)
    }

    /// Events become members named by their type, subject and occurrence, so that order is no difference.
    private static func paired(_ outcome: JSONValue) -> JSONValue {
        guard case .object(var members) = outcome, case .array(let events)? = members["events"] else { return outcome }
        var named: [String: JSONValue] = [:]
        for event in events {
            let name = "\(event["type"]?.text ?? "?") \(event["subject"]?.text ?? "")"
            var number = 1
            while named[number == 1 ? name : "\(name) #\(number)"] != nil { number += 1 }
            named[number == 1 ? name : "\(name) #\(number)"] = event["body"] ?? .null
        }
        members["events"] = .object(named)
        return .object(members)
    }

    private mutating func compare(_ then: JSONValue?, _ now: JSONValue?, _ path: String, _ since: Date) {
        guard then != now else { return }
        switch (then, now) {
        case (.object(let before)?, .object(let after)?):
            for name in Set(before.keys).union(after.keys).sorted() {
                compare(before[name], after[name], path.isEmpty ? name : "\(path).\(name)", since)
            }
        case (.array(let before)?, .array(let after)?):
            for index in 0..<max(before.count, after.count) {
                let (left, right) = (
                    index < before.count ? before[index] : nil, index < after.count ? after[index] : nil
                )
                compare(left, right, "\(path)[\(index)]", since)
            }
        case (.string(let before)?, .string(let after)?) where Self.isMinted(before, after, since):
            return
        default:
            differences.append(Difference(path: path, then: then, now: now))
        }
    }

    private static func isMinted(_ before: String, _ after: String, _ since: Date) -> Bool {
        let start = since.addingTimeInterval(-1)
        if let left = UUID(wireText: before), let right = UUID(wireText: after),
            UUIDv7.date(of: left) != nil, let time = UUIDv7.date(of: right)
        {
            return time >= start
        }
        if WireDate.date(before) != nil, let time = WireDate.date(after) { return time >= start }
        return false
    }
}
