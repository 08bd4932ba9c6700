print("grisaille")
