import HTTPClient

extension HTTPRequest {
    /// A question whose answer is a JSON document.
    /// - Parameter headers: keys and tokens; never part of the address, which ends in other people's logs.
    static func json(_ url: String, headers: HTTPHeaders = [:]) -> HTTPRequest {
        var request = HTTPRequest(.get, url, headers: headers, trust: .operatorConfigured)
        request.headers.set("Accept", "application/json")
        return request
    }
}
