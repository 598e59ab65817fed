import Foundation
import FoundationNetworking
import Testing

/// The management API, as far as tests need it.
struct Management {
    private let base: String
    private let authorization: String

    /// - Parameter url: with user and password.
    init(_ url: String) throws {
        var parts = try #require(URLComponents(string: url))
        let login = "\(parts.user ?? ""):\(parts.password ?? "")"
        authorization = "Basic " + Data(login.utf8).base64EncodedString()
        (parts.user, parts.password) = (nil, nil)
        base = try #require(parts.string)
    }

    /// Closes every connection whose client called itself `name`; returns how many there were.
    ///
    /// While the broker fills its cache of the list it may answer 500 without a body: that names nobody, and is asked again.
    func closeConnections(named name: String) async throws -> Int {
        let (answer, status) = try await send("GET", "/api/connections")
        let list = status == 200 ? try? JSONSerialization.jsonObject(with: answer) : nil
        guard let connections = list as? [[String: Any]] else { return 0 }
        var closed = 0
        for connection in connections {
            let properties = connection["client_properties"] as? [String: Any]
            guard properties?["connection_name"] as? String == name, let id = connection["name"] as? String else {
                continue
            }
            let path = try #require(id.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            _ = try await send("DELETE", "/api/connections/\(path)")
            closed += 1
        }
        return closed
    }

    private func send(_ method: String, _ path: String) async throws -> (body: Data, status: Int?) {
        var request = URLRequest(url: try #require(URL(string: base + path)))
        request.httpMethod = method
        request.setValue(authorization, forHTTPHeaderField: "Authorization")
        let (body, response) = try await URLSession.shared.data(for: request)
        return (body, (response as? HTTPURLResponse)?.statusCode)
    }
}
