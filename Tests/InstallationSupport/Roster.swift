public import Foundation

/// The demonstration's colleagues with room for every lead, so that nothing depends on who came first.
public enum Roster {
    public static func file(in folder: URL) throws -> URL {
        let data = try Data(contentsOf: Executables.fixtures.appendingPathComponent("organisation.json"))
        var organisation = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let users = (organisation["users"] as? [[String: Any]] ?? []).map { user in
            let takesLeads = (user["capacity_per_day"] as? Int ?? 0) > 0
            return takesLeads ? user.merging(["capacity_per_day": 10_000]) { $1 } : user
        }
        organisation["users"] = users
        let file = folder.appendingPathComponent("organisation.json")
        try JSONSerialization.data(withJSONObject: organisation).write(to: file)
        return file
    }
}
