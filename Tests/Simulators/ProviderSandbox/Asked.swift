/// One request as a provider sees it.
struct Asked: Sendable {
    /// The parts of the path that a route names.
    var path: [String: String] = [:]
    var query = Query(nil)
    /// By lower-case name.
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// Ways of answering that were ordered through `POST /_control`.
    var variants: Set<String> = []
    /// The day up to which facts have been published, ISO.
    var day = CompanyCatalogue.day
    /// Seconds since 1970 by the simulator's clock.
    var time = 0.0

    func has(_ variant: String) -> Bool { variants.contains(variant) }
}
