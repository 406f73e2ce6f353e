var tags = {
  workload: 'shop'
}

