app_name = "voices"

urlpatterns: list = []
