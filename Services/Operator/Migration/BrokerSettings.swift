import Foundation

/// A definitions file as RabbitMQ exports it, read as far as settings are compared.
struct BrokerSettings: Decodable, Sendable {
    typealias Item = [String: Setting]

    let policies: [Item]
    let exchanges: [Item]
    let queues: [Item]
    let bindings: [Item]

    /// How many settings the file holds.
    var count: Int { policies.count + exchanges.count + queues.count + bindings.count }

    /// What of these settings `broker` lacks or has otherwise, one sentence each. What it has besides is its own affair.
    func differences(from broker: BrokerSettings) -> [String] {
        Self.differences("policy", policies, broker.policies, by: ["name"])
            + Self.differences("exchange", exchanges, broker.exchanges, by: ["name"])
            + Self.differences("queue", queues, broker.queues, by: ["name"])
            + Self.differences(
                "binding",
                bindings,
                broker.bindings,
                by: ["source", "destination", "destination_type", "routing_key"]
            )
    }

    private static func differences(_ kind: String, _ wanted: [Item], _ found: [Item], by key: [String]) -> [String] {
        wanted.compactMap { item in
            let name = key.compactMap { item[$0]?.text }.joined(separator: " ")
            guard let other = found.first(where: { other in key.allSatisfy { item[$0] == other[$0] } }) else {
                return "\(kind) \(name) is not there"
            }
            // The file is written for one virtual host and applied to whichever it is.
            let fields = item.keys.filter { $0 != "vhost" }.sorted().flatMap { field in
                Setting.differences(field, item[field], other[field])
            }
            return fields.isEmpty ? nil : "\(kind) \(name) differs: \(fields.joined(separator: ", "))"
        }
    }
}

/// One JSON value.
indirect enum Setting: Decodable, Equatable, Sendable {
    case flag(Bool)
    case number(Double)
    case text(String)
    case object([String: Setting])
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([String: Setting].self) {
            self = .object(value)
        } else {
            self = .other
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// Names of what differs, down to the members of an object.
    static func differences(_ name: String, _ wanted: Setting?, _ found: Setting?) -> [String] {
        guard wanted != found else { return [] }
        guard case .object(let wanted) = wanted, case .object(let found) = found else { return [name] }
        return Set(wanted.keys).union(found.keys).sorted().filter { wanted[$0] != found[$0] }
    }
}
