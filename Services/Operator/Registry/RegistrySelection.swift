import Foundation
import HTTPClient

/// Companies of the universe on their way to becoming a department's prospects.
struct RegistrySelection: Sendable {
    private static let page = 1000

    var units: [RegistryPage.Unit] = []
    /// More match than were wanted.
    var isCut = false

    /// Pages through a search until `limit` companies are found or there are no more.
    static func gather(_ query: [URLQueryItem], limit: Int, _ door: RegistryDoor) async throws -> RegistrySelection {
        let client = HTTPClient(userAgent: "filon")
        var selection = RegistrySelection()
        var after: String?
        repeat {
            let size = min(page, limit - selection.units.count)
            var asked = query + [URLQueryItem(name: "limit", value: String(size))]
            if let after { asked.append(URLQueryItem(name: "after", value: after)) }
            let found = try await door.search(asked, client)
            selection.units += found.units
            after = found.next
            Progress.show("\(selection.units.count) companies found")
        } while after != nil && selection.units.count < limit
        selection.isCut = after != nil
        await client.close()
        Progress.clear()
        return selection
    }

    /// The list as ingest's door takes it.
    var list: [UInt8] {
        var text = "siren,denomination,code_postal,ville,naf\n"
        for unit in units {
            let cells = [unit.siren, unit.name, unit.postcode, unit.city, unit.naf].map { Self.quoted($0 ?? "") }
            text += cells.joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
