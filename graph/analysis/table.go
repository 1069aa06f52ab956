package analysis

// All returns the analyses in the order in which they run and are reported.
// Adding one is one new file and one line here.
func All() []Analysis {
	return []Analysis{
		capabilityAnalysis,
		populationAnalysis,
		classesAnalysis,
		seedsAnalysis,
		locationsAnalysis,
		creationAnalysis,
		orderAnalysis,
		hashtagsAnalysis,
		lostAnalysis,
		networkAnalysis,
		drawingAnalysis,
	}
}
