import HTTPClient

/// What INPI's answers other than 200 mean, the same for every question.
enum InpiAnswer {
    static func verdict(on response: HTTPResponse) -> Verdict {
        switch response.status {
        // "Identifiants invalides." also for a token that has expired: the login tells the two apart.
        case 401: .expiredSession
        case 404: isUnknown(response.body) ? .found(.nothing) : .failed
        case 429: .throttled
        case 400, 422: .refused
        // 500 "Allowed memory size … exhausted" among them.
        default: .failed
        }
    }

    /// Its own word that it knows no such company, or nothing filed by it; any other 404 is a wrong address:
    /// `{"code": "404", "webserviceCode": "api_company", "errorCode": "company_not_found", "type": "notFound"}`.
    private static func isUnknown(_ body: [UInt8]) -> Bool {
        guard let error = LooseObject(body) else { return false }
        if error.text("errorCode") == "company_not_found" { return true }
        return error.text("type") == "notFound" && error.text("webserviceCode")?.hasPrefix("api_company") == true
    }
}
