import Foundation

/// A metric as a page or the table shows it.
struct ShownMetric: Hashable {
    let name: String
    let type: String
    /// Without `service`, which all have, and `le`.
    let labels: Set<String>

    /// Everything on a page of Prometheus' text format, and whether each was seen with a sample.
    static func onPage(_ text: String) throws -> [(metric: ShownMetric, hasSamples: Bool)] {
        var types: [String: String] = [:]
        var labels: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ")
                types[String(parts[0])] = String(parts[1])
            } else if !line.hasPrefix("#") {
                guard let match = line.wholeMatch(of: #/([a-z_]+)\{([^}]*)\} -?[0-9.e+-]+/#) else {
                    throw Unreadable(line: String(line))
                }
                let family = String(match.1)
                let bare = family.replacing(#/_(bucket|sum|count)$/#, with: "")
                let name = types[family] == nil ? bare : family
                let keys = match.2.matches(of: #/([a-z_]+)="/#).map { String($0.1) }
                labels[name, default: []].formUnion(keys)
            }
        }
        return types.map { name, type in
            let own = labels[name, default: []].subtracting(["service", "le"])
            return (ShownMetric(name: name, type: type, labels: own), labels[name] != nil)
        }
    }

    /// The rows of the table in `infra/docs/metrics.md`.
    static func inTable(_ page: String) -> [ShownMetric] {
        page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 7, cells[1].hasPrefix("`"), ["counter", "gauge", "histogram"].contains(cells[2]) else {
                return nil
            }
            let labels = cells[3].matches(of: #/`([a-z_]+)`/#).map { String($0.1) }
            return ShownMetric(name: cells[1].replacing("`", with: ""), type: cells[2], labels: Set(labels))
        }
    }

    struct Unreadable: Error {
        let line: String
    }
}
