package gen

// bios returns what the profiles of individuals say of themselves: some
// in white coats, some of the slogans, some of neither.
func bios() []string {
	return []string{
		"", "", "",
		"Médico cubano, internacionalista. Batas blancas 🥼🇨🇺", "Enfermera. Orgullosa de mi bata blanca.", "Licenciada en rehabilitación. Fidelista por siempre.",
		"Fidel vive ❤️ #SomosContinuidad", "Patria o Muerte. Venceremos 🇨🇺", "Revolucionaria, madre y doctora.", "Especialista en MGI. Misión cumplida 💪",
		"Hasta la victoria siempre ✊", "Chavista, bolivariano y socialista.", "Docente. Amo a mi familia y a mi gente.", "Hijo de Bolívar y de Martí.",
		"Optometrista de la Misión Milagro.", "Estomatóloga. Cuba salva 🌎", "Ser cultos para ser libres. José Martí.", "Laboratorista clínico. #CubaPorLaSalud",
		"Aquí no se rinde nadie.", "Ingeniero, lector, caminante.", "Fútbol, música y café ☕", "Promotor de salud de mi comunidad.", "#CubaVive y trabaja",
		"Vocera del comité de salud de mi cuadra.", "Terapeuta ocupacional. Nuestra gratitud a Fidel y Chávez.", "Periodista. Las opiniones son mías.",
		"Dios primero 🙏", "Estudiante de medicina integral comunitaria.", "Abuela de cuatro. Vivo feliz 🌻", "100 % revolucionario\nYo soy Fidel",
	}
}

// centreBios returns what a diagnostic centre says of itself; % stands for its state.
func centreBios() []string {
	return []string{
		"Centro de Diagnóstico Integral. Estado %. Médicos cubanos al servicio del pueblo 🥼", "Salud gratuita y de calidad. Edo. %", "Misión Barrio Adentro, estado %.",
		"Colaboración médica cubana. Estado % 🇨🇺🇻🇪", "Batas blancas salvando vidas. #CubaPorLaSalud", "", "Atención las 24 horas. Somos continuidad.",
		"Fidel y Chávez, dos gigantes. CDI del estado %.", "Emergencia, laboratorio y rayos X. Barrio Adentro II, %.",
	}
}

// brigadeBios returns what a Cuba Coopera account says of itself.
func brigadeBios() []string {
	return []string{
		"Colaboración médica cubana. Solidaridad y humanismo 🇨🇺", "Página de los colaboradores de la salud. #CubaPorLaSalud", "Médicos y no bombas. Fidel Castro.",
		"Llevamos salud a donde haga falta. #SomosContinuidad", "Batas blancas de Cuba 🥼",
	}
}
