package analysis

// All returns the analyses in the order in which they run and are reported.
// Adding one is one new file and one line here.
func All() []Analysis {
	return []Analysis{
		capabilityAnalysis,
		populationAnalysis,
		classesAnalysis,
		familiesAnalysis,
		seedsAnalysis,
		overlapAnalysis,
		locationsAnalysis,
		creationAnalysis,
		orderAnalysis,
		hashtagsAnalysis,
		profilesAnalysis,
		lostAnalysis,
		networkAnalysis,
		drawingAnalysis,
	}
}
